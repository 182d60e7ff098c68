"""Short-lived links to the bytes of a file: whoever has one may read the file for ten minutes."""

from django.conf import settings
from django.core import signing

from gwarant.files.models import Attachment

MINUTES = 10
SALT = "gwarant.files.link"
PLACE = "/files/"


def link_to(file: Attachment, *, small: bool = False) -> str:
    """The address of the file, or of its small picture."""
    return f"{_host()}{PLACE}{signing.dumps([file.pk, file.sha256, int(small)], salt=SALT)}"


def linked(token: str) -> tuple[int, str, bool] | None:
    """Which file a link means, by number and hash, and whether its small picture; None when it is too old."""
    try:
        number, sha256, small = signing.loads(token, salt=SALT, max_age=MINUTES * 60)
        return int(number), str(sha256), bool(small)
    except (signing.BadSignature, TypeError, ValueError):
        return None


def _host() -> str:
    """Empty where files come from the product's own host."""
    if not settings.FILES_HOST:
        return ""
    scheme = "https" if settings.ENV.is_secure else "http"
    return f"{scheme}://{settings.FILES_HOST}"
