"""The sweep that handles the messages that came in; children read them, so that no message can end the engine."""

from datetime import datetime, timedelta
from functools import cache

from django.db import connection

from gwarant.database.backend.base import prepared
from gwarant.engine.claims import each_due
from gwarant.engine.clock import clock
from gwarant.intake.handling import handle, take
from gwarant.intake.models import RawMail
from gwarant.mail.child import Parser

LEASE = timedelta(minutes=2)  # longer than a child may take for one message


def run_once(now: datetime) -> int:
    """Handle what nobody has looked at yet."""
    read = _parser().read

    def act(pk: int) -> bool:
        return handle(pk, read, clock())  # each as of its own moment: there may be many, and one may take long

    with prepared(connection):
        return each_due("mail_in", RawMail.objects.due(now), "due_at", act, lease=LEASE, take=take, now=now)


@cache
def _parser() -> Parser:
    return Parser()
