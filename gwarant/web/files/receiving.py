"""What a form sent: each file in it stored, and known from then on by a sign that the page gives back."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from gwarant.accounts.models import User
from gwarant.files.folder import CHUNK
from gwarant.files.names import name_of
from gwarant.files.sizes import size_words
from gwarant.files.store import Stored, folder, store
from gwarant.web.files.upload import most_of_file, most_of_form

FILES, HELD = "files", "held"  # the names of the input for new files, and of the boxes for those that are here already
A_DAY = 86_400
SALT = "gwarant.files.held"
ANYBODY = -1  # asked for by nobody in particular: to be named on a page, not to be attached


@dataclass(frozen=True)
class Held:
    """The files of a form that are stored, and, in words, why others are not; `person` is who sent them, 0 unknown."""

    files: tuple[Stored, ...] = ()
    refused: tuple[str, ...] = ()
    person: int = 0

    def signs(self) -> list[tuple[str, Stored]]:
        """Each file with its sign."""
        return [(sign_of(one, self.person), one) for one in self.files]


def received(request: HttpRequest, person: int | None = None) -> QueryDict:
    """What was typed, with a Held at FILES: new files are stored, those that came before are known by their signs.

    Only what stands there as a Held counts: nobody can name a file that they did not send. They are whoever is signed
    in, or the `person` of whom the caller knows that it was them.
    """
    if person is None:
        person = request.user.pk if isinstance(request.user, User) else 0
    known, gone = known_files(request.POST.getlist(HELD), person)
    new, empty = _stored(request)
    files, over = _bounded(dict.fromkeys([*known, *new]))
    refused = (*gone, *empty, *over, *getattr(request, "refused", ()))
    data = request.POST.copy()
    data.pop(HELD, None)
    data.setlist(FILES, [Held(tuple(files), refused, person)])  # type: ignore[list-item]
    return data


def sign_of(file: Stored, person: int) -> str:
    """Something that only this service can write, for this person, for a day: the file is here."""
    return signing.dumps([*asdict(file).values(), person], salt=SALT, compress=True)


def known_files(signs: Iterable[str], person: int) -> tuple[list[Stored], list[str]]:
    """The files of the signs, and, in words, those that have to be chosen again."""
    found, gone = [], []
    for sign in signs:
        file = file_of(sign, person)
        if file is not None and folder().hold(file.sha256):
            found.append(file)
        else:
            told = _("%(name)s is not here any more. Please choose it again.")
            gone.append(told % {"name": file.name if file else _("A file")})
    return found, gone


def file_of(sign: str, person: int) -> Stored | None:
    """The file of a sign that was given to this person, or to somebody who had not signed in."""
    try:
        *told, owner = signing.loads(sign, salt=SALT, max_age=A_DAY)
        return Stored(*told) if owner in (0, person) or person == ANYBODY else None
    except (signing.BadSignature, TypeError, ValueError):
        return None


def _stored(request: HttpRequest) -> tuple[list[Stored], list[str]]:
    found, refused = [], []
    for one in request.FILES.getlist(FILES):
        name = one.name or ""
        if not one.size:
            refused.append(_("%(name)s was left out: it is empty.") % {"name": name_of(name)})
            continue
        try:
            found.append(store(one.chunks(CHUNK), name, most=most_of_file()))
        except OSError:
            told = _("%(name)s could not be kept just now. Please try again later.")
            refused.append(told % {"name": name_of(name)})
    return found, refused


def _bounded(files: Iterable[Stored]) -> tuple[list[Stored], list[str]]:
    """As many as a form may have, with those that came before."""
    found: list[Stored] = []
    over = []
    for one in files:
        if len(found) >= _most_files():
            told = _("%(name)s was left out: at most %(most)s files can be sent at once.")
            over.append(told % {"name": one.name, "most": _most_files()})
        elif sum(other.size for other in found) + one.size > most_of_form():
            told = _("%(name)s was left out: all files together may have at most %(most)s.")
            over.append(told % {"name": one.name, "most": size_words(most_of_form())})
        else:
            found.append(one)
    return found, over


def _most_files() -> int:
    return int(settings.ENV.form_files)


def held_in(data: Any) -> Held:
    """The files in what `received` gave; none in anything else."""
    found = data.get(FILES) if hasattr(data, "get") else data
    return found if isinstance(found, Held) else Held()
