"""Files of 20 MB taken in, and the memory that grows meanwhile; beside it a plain copy of the same bytes.

bin/uv run python bench/files.py
"""

import os
import resource
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from gwarant.files.folder import Folder

SIZE, MANY, PIECE = 20_000_000, 20, 1 << 16


def main() -> None:
    with tempfile.TemporaryDirectory() as directory:
        root = Path(directory)
        folder = Folder(root / "files")
        folder.keep(b"warm")
        before = _peak()
        began = time.monotonic()
        names = [folder.keep(_stream(number)).sha256 for number in range(MANY)]
        took = time.monotonic() - began
        grown = _peak() - before
        peer = _copied(folder, names, root / "copy")
        rate = SIZE * MANY / took / 1e6
        print(f"{MANY} files of {SIZE / 1e6:.0f} MB: {rate:.0f} MB/s, hashed, synced and renamed")
        print(f"a plain copy with a sync: {peer:.0f} MB/s; ratio {rate / peer:.2f}")
        print(f"peak memory grew by {grown / 1e6:.1f} MB")


def _stream(number: int) -> Iterator[bytes]:
    """So many bytes, others for each number."""
    piece = os.urandom(PIECE - 8) + number.to_bytes(8)
    for _piece in range(SIZE // PIECE):
        yield piece


def _copied(folder: Folder, names: list[str], to: Path) -> float:
    to.mkdir()
    began = time.monotonic()
    for name in names:
        with open(folder.path(name), "rb") as source, open(to / name, "wb") as out:
            shutil.copyfileobj(source, out)
            out.flush()
            os.fsync(out.fileno())
    return SIZE * len(names) / (time.monotonic() - began) / 1e6


def _peak() -> int:
    """Bytes of memory at most so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


if __name__ == "__main__":
    main()
