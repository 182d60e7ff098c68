"""Links to files in mails: whoever has the mail may read the file for thirty days, without signing in."""

from django.core import signing

from gwarant.files.models import About, Attachment

DAYS = 30
PLACE = "/files/"
SALT = "gwarant.files.mailed"
SHOWN = 16  # letters of the hash: the number alone could come to mean another file in a restored database


def path_of(number: int, sha256: str) -> str:
    """The path of the link; the file has to be one that its customer may see."""
    return f"{PLACE}{signing.dumps([number, sha256[:SHOWN]], salt=SALT)}"


def ticket_of(token: str) -> str:
    """The key of the ticket whose file a link of ours meant, however old it is; empty where the link is not whole.

    Whoever has such a link had it from a mail that names the ticket.
    """
    try:
        number, begins = signing.loads(token, salt=SALT)
        found = Attachment.objects.filter(pk=int(number), sha256__startswith=str(begins), about=About.TICKET)
    except (signing.BadSignature, TypeError, ValueError):
        return ""
    return found.filter(is_public=True).values_list("subject", flat=True).first() or ""


def mailed(token: str) -> Attachment | None:
    """The file that a link means; None when the link is too old or none of ours, or the file is not there any more."""
    try:
        number, begins = signing.loads(token, salt=SALT, max_age=DAYS * 86_400)
        found = Attachment.objects.filter(pk=int(number), sha256__startswith=str(begins))
    except (signing.BadSignature, TypeError, ValueError):
        return None
    return found.filter(is_public=True, erased_at=None).first()
