"""Taking files in: what is stored is a Stored, and belongs to nothing yet.

    stored = store(stream, "screen.png")    # on the disk, whole, before anything names it
    claim([stored])                         # in the transaction of the row that names it, before that row
    attach([stored], …)                     # claims, and makes the row of an attachment

A row names a file by a HashField; a file that no row names is swept after a day.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db import connection

from gwarant.files.folder import Folder, Source, TooLarge
from gwarant.files.kinds import kind_of, sides_of
from gwarant.files.names import WITHOUT_NAME, name_of

__all__ = ["FileGone", "Stored", "TooLarge", "claim", "folder", "lock_name", "store"]


class FileGone(Exception):
    """A stored file was swept before a row named it: it has to be sent again. Carries its name."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


@dataclass(frozen=True)
class Stored:
    """A file that lies in the folder: hash and length of its bytes, its type as its bytes tell, its cleaned name.

    `width` and `height` are pixels of a picture that can be drawn, else 0.
    """

    sha256: str
    size: int
    kind: str
    name: str = WITHOUT_NAME
    width: int = 0
    height: int = 0


def folder() -> Folder:
    """The folder of this instance."""
    return Folder(settings.FILES_DIR)


def store(source: Source, name: str = "", *, most: int | None = None) -> Stored:
    """Take in a stream, bytes, or pieces of bytes; TooLarge beyond `most` bytes. Needs no transaction."""
    place = folder()
    written = place.keep(source, most=most)
    kind = kind_of(written.head)
    width, height = sides_of(place.path(written.sha256), kind)
    return Stored(written.sha256, written.size, kind, name_of(name), width, height)


def claim(files: Iterable[Stored]) -> None:
    """Keep every sweep off the files until the caller's transaction ends; FileGone where one is not there any more."""
    found = list(files)
    with connection.cursor() as cursor:
        for name in sorted({one.sha256 for one in found}):
            cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [lock_name(name)])
    for one in found:
        if not folder().hold(one.sha256):
            raise FileGone(one.name)


def lock_name(sha256: str) -> int:
    """The advisory lock of a file: a signed number of 64 bits."""
    return int.from_bytes(bytes.fromhex(sha256)[:8], signed=True)
