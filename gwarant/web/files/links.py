"""Short-lived links to the bytes of a file: whoever has one may read the file for ten minutes.

They know the door that gave them out: one that is over leads there again, and whoever may still see the file gets it.
"""

from django.conf import settings
from django.core import signing

from gwarant.files.models import Attachment
from gwarant.files.store import Stored

MINUTES = 10
SALT = "gwarant.files.link"
NOTHINGS = 0  # in the place of an attachment's number
PLACE = "/files/"


def link_to(file: Attachment, *, small: bool = False, door: str = "") -> str:
    """The address of the file, or of its small picture; `door` is the path that asks who may see it."""
    return f"{_host()}{PLACE}{signing.dumps([file.pk, file.sha256, int(small), door], salt=SALT)}"


def link_to_stored(file: Stored, *, door: str) -> str:
    """The address of the small picture of a stored file that belongs to nothing yet."""
    return f"{_host()}{PLACE}{signing.dumps([NOTHINGS, file.sha256, 1, file.kind, door], salt=SALT)}"


def stored_in(token: str) -> Stored | None:
    """The picture that such a link means, whatever its age; None of any other link."""
    try:
        number, sha256, _small, kind, _door = signing.loads(token, salt=SALT)
    except (signing.BadSignature, TypeError, ValueError):
        return None
    return Stored(str(sha256), 0, str(kind)) if number == NOTHINGS else None


def linked(token: str) -> tuple[int, str, bool] | None:
    """Which file a link means, by number and hash, and whether its small picture; None when it is too old."""
    try:
        number, sha256, small, *_door = signing.loads(token, salt=SALT, max_age=MINUTES * 60)
        return int(number), str(sha256), bool(small)
    except (signing.BadSignature, TypeError, ValueError):
        return None


def door_of(token: str) -> str:
    """The address of the door that gave out a link of ours, however old; empty where it is none, or names no door."""
    try:
        *_file, door = signing.loads(token, salt=SALT)
    except (signing.BadSignature, TypeError, ValueError):
        return ""
    return f"{settings.ENV.url}{door}" if isinstance(door, str) and door.startswith("/") else ""


def _host() -> str:
    """Empty where files come from the product's own host."""
    if not settings.FILES_HOST:
        return ""
    scheme = "https" if settings.ENV.is_secure else "http"
    return f"{scheme}://{settings.FILES_HOST}"
