"""Files that go with a mail: small ones inside it, the others as links."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gwarant.files.mailed import DAYS
from gwarant.files.sizes import size_words

MB = 1_000_000
# Endings that mail servers refuse, whatever is in the file: the whole mail would come back.
REFUSED = (
    " ade adp apk app bat chm cmd com cpl dll dmg exe hta img ins iso isp jar js jse lib lnk mde msc msi msix msp mst"
    " nsh pif ps1 scr sct shb sys vb vbe vbs vhd vxd wsc wsf wsh xll "
)


@dataclass(frozen=True)
class Enclosed:
    """A file that its customer may see: the number of its row, its hash, name, type and size in bytes.

    `link` is the path at which it lies where that is not the one of an attachment's number.
    """

    number: int
    sha256: str
    name: str
    kind: str
    size: int
    link: str = ""

    @property
    def title(self) -> str:
        return f"{self.name} ({size_words(self.size)})"


@dataclass(frozen=True)
class Files:
    """Of a mail's files those inside it, those linked, with their addresses, and those that stand elsewhere."""

    inside: tuple[Enclosed, ...] = ()
    linked: tuple[tuple[Enclosed, str], ...] = ()
    there: tuple[Enclosed, ...] = ()


@dataclass(frozen=True)
class Listed:
    """Files as a mail tells them: what is said above them, and each with its address, if it has one."""

    above: str
    rows: tuple[tuple[str, str], ...]

    @property
    def text(self) -> str:
        return "\n".join([self.above, *(f"{name}\n{link}" if link else name for name, link in self.rows)])


def parted(files: Sequence[Enclosed], most: int) -> tuple[tuple[Enclosed, ...], tuple[Enclosed, ...]]:
    """What goes inside the mail, small ones first, together so many MB at most, and what is linked; in their order."""
    inside: list[Enclosed] = []
    for one in sorted(files, key=lambda one: one.size):
        fits = sum(other.size for other in inside) + one.size <= most * MB
        if fits and f" {one.name.rpartition('.')[2].lower()} " not in REFUSED:
            inside.append(one)
    return tuple(one for one in files if one in inside), tuple(one for one in files if one not in inside)


def told_of(files: Files) -> Iterator[Listed]:
    """The lists of a mail, in the language that is active."""
    yield Listed(_("Attached:"), tuple((one.title, "") for one in files.inside))
    above = ngettext(
        "To download (the links work for %(n)d day):", "To download (the links work for %(n)d days):", DAYS
    )
    yield Listed(above % {"n": DAYS}, tuple((one.title, link) for one, link in files.linked))
    yield Listed(_("Files in the ticket:"), tuple((one.title, "") for one in files.there))
