"""The lane that reads mailboxes: a thread for each, so that a server that hangs delays nothing but itself."""

import logging
from dataclasses import replace
from functools import partial
from itertools import count
from threading import Thread

from django.conf import settings
from django.db import connections

from gwarant.database.scope import ENGINE, scoped
from gwarant.engine.clock import clock
from gwarant.engine.heartbeat import name_of_engine
from gwarant.engine.lost import Outage, is_lost
from gwarant.engine.stop import Stop
from gwarant.intake.mailboxes.models import Mailbox
from gwarant.intake.mailboxes.visit import visit
from gwarant.oauth import Tokens, ask
from gwarant.oauth.ask import POLICY

log = logging.getLogger("gwarant.engine")
PAUSE = 2.5  # seconds between two looks for mailboxes that nobody reads
KEPT = 60  # looks for which the connection is kept
GRACE = 5.0  # seconds that readers have to finish what is in hand


def run(stop: Stop) -> None:
    """Have every mailbox that is due read, until stopped."""
    tokens, outage, readers = tokens_within(), Outage(), list[Thread]()
    with scoped(ENGINE):
        for number in count():
            if stop.is_set():
                break
            try:
                if number % KEPT == 0:
                    connections.close_all()
                free = [*Mailbox.objects.free(clock()).values_list("pk", flat=True)]
                outage.over()
            except Exception as error:
                free = []
                outage.lasts(error, clock())
                connections.close_all()
            readers = [one for one in readers if one.is_alive()] + [_begun(pk, stop, tokens) for pk in free]
            stop.wait(outage.pause or PAUSE)
        connections.close_all()
    for one in readers:
        one.join(GRACE / len(readers))


def tokens_within() -> Tokens:
    """Tokens of providers that the house may ask: those in public, and its own."""
    return Tokens(partial(ask, policy=replace(POLICY, inside=settings.ENV.inside_hosts)))


def _begun(pk: int, stop: Stop, tokens: Tokens) -> Thread:
    made = Thread(target=_read, args=(pk, stop, tokens), daemon=True)
    made.start()
    return made


def _read(pk: int, stop: Stop, tokens: Tokens) -> None:
    try:
        with scoped(ENGINE):
            visit(pk, name_of_engine(), stop, clock, tokens, connections.close_all)
    except Exception as error:
        if not is_lost(error):
            log.exception("mailbox %s", pk)
    finally:
        connections.close_all()
