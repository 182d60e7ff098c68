"""When each look of a sealed block came: a fifth of a byte a look, beside the block and told in the ledger.

Nothing is counted from it. It says again later what had come at a moment, and shows that what is taken for known when
it began came in time. The layout stands in docs/reference/evidence-format.md.
"""

import zlib

import numpy as np
from numpy.typing import NDArray

from gwarant.sla.evidence.planes import Ints, PackRefused, Planes, planes

MAGIC = b"GWR1"
SECOND = 1000  # milliseconds


def pack_receipts(at: Ints, came: Ints) -> bytes:
    """The receipts of looks that began `at` and came then (UTC milliseconds), one for each, to the second."""
    waits = np.clip(came // SECOND - at // SECOND, 0, 2**32 - 1).astype(np.uint32)
    return MAGIC + b"".join(planes(waits, zlib.Z_RLE))


def had_come(data: bytes, at: Ints, moment: int) -> NDArray[np.bool_]:
    """Which of the looks that began `at` had come before the moment (UTC milliseconds, a whole second).

    Raises PackRefused where the bytes are no receipts of so many looks.
    """
    if not data.startswith(MAGIC):
        raise PackRefused(f"does not begin as receipts do, with {MAGIC.decode()}")
    reader = Planes(data, len(MAGIC), len(at))
    waits = reader.column(4)
    if reader.place != len(data):
        raise PackRefused(f"{len(data) - reader.place} bytes more than receipts have")
    return np.asarray(at // SECOND + waits < moment // SECOND)
