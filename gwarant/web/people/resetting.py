"""A forgotten password: a link by mail, with the same answer and the same work whether the address is known or not.

Nobody loses anything by somebody else's asking. A mail that was sent lately still works, so none follows it for a
while, and the pause grows with each; a sign-in or a new password makes the links void and the counting begins anew.
"""

from datetime import datetime, timedelta
from hashlib import sha256

from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.urls import reverse
from django.utils.http import int_to_base36

from gwarant.accounts.models import Attempt, User
from gwarant.database.scope import ENGINE, scoped
from gwarant.notify.actions import mail
from gwarant.notify.models import Notice
from gwarant.web.people.letters import reset_letter

WORKS_FOR = timedelta(days=3)  # as PASSWORD_RESET_TIMEOUT of Django
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (0, 5, 20, 60, 240))  # before the first mail, the second, …
NOBODY = 0


class _NotSent(Exception):
    """What was written is taken back."""


def send_reset(address: str, *, now: datetime) -> None:
    """Write the mail with the link, if the address is somebody's and no link of the last minutes works still."""
    person = User.objects.filter(email__iexact=address, is_active=True).first()
    with transaction.atomic(), scoped(ENGINE):
        Attempt.objects.create(what="reset", key=sha256(address.lower().encode()).hexdigest(), at=now)
        try:
            with transaction.atomic():
                _write(person or _stranger(address), person is not None, now)
        except _NotSent:
            pass


def _write(person: User, is_known: bool, now: datetime) -> None:
    """The same steps for everybody; only what is written for a stranger or too soon does not stay."""
    pk = person.pk or NOBODY
    key = f"reset:{pk}:{_state(person)}:"
    sent = Notice.objects.filter(key__startswith=key, created_at__gt=now - WORKS_FOR)
    times = list(sent.order_by("created_at").values_list("created_at", flat=True))
    pause = PAUSES[min(len(times), len(PAUSES) - 1)]
    place = {"uidb36": int_to_base36(pk), "key": default_token_generator.make_token(person)}
    news = reset_letter(reverse("account_reset_password_from_key", kwargs=place))
    count = f"{now.timestamp():.0f}"
    mail(person.email, person.language, news, key=key + count, customer=None, now=now)
    if not is_known or (times and now - times[-1] < pause):
        raise _NotSent


def _stranger(address: str) -> User:
    """Somebody who is not there, for whom the same is worked out."""
    stranger = User(pk=NOBODY, email=address, name="", opaque="")
    stranger.password = "!"
    return stranger


def _state(person: User) -> str:
    """What a link depends on: it is void once the password has changed or the person has signed in."""
    return sha256(f"{person.password}\x1f{person.last_login}".encode()).hexdigest()[:16]
