"""A mailbox is read for as long as it goes well: mail is taken when it comes, and a visit ends when it has to."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from threading import Thread

import pytest
from boxes_in import NOW, SHOP, BoxAt, Server, message, read, state, stored, user
from imap_here import Here

from gwarant.database.scope import ENGINE, scoped
from gwarant.engine.stop import Stop
from gwarant.intake.mailboxes import visit as visits
from gwarant.intake.mailboxes.actions import pause_mailbox
from gwarant.intake.mailboxes.models import Mailbox
from gwarant.oauth import Tokens

pytestmark = pytest.mark.begun_first


def clock() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - mail servers read it too


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visits, "BREATH", 0.01)
    monkeypatch.setattr(visits, "SLICE", 0.3)


@contextmanager
def beside(work: Callable[[], None], stop: Stop) -> Iterator[None]:
    """Do it while the test's own thread, which has the database, visits; then tell the visit to stop."""

    def run() -> None:
        try:
            work()
        finally:
            stop.set()

    thread = Thread(target=run)
    thread.start()
    yield
    thread.join(20)


def visited(box: Mailbox, work: Callable[[], None]) -> None:
    stop = Stop()
    with beside(work, stop), scoped(ENGINE):
        visits.visit(box.pk, "test", stop, clock, Tokens(), lambda: None)


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not holds() and time.monotonic() < deadline:
        time.sleep(0.01)


@pytest.mark.parametrize("offers", ["IDLE MOVE AUTH=PLAIN", "MOVE AUTH=PLAIN"])
def test_mail_is_taken_when_it_comes(db: None, server: Server, box_at: BoxAt, offers: str) -> None:
    owner = user()
    if isinstance(server, Here):
        server.offers = offers
    box = box_at(server, user=owner)
    read(box, NOW)

    def write() -> None:
        for text in ("one", "two"):
            server.deliver(owner, message(text))
            until(lambda: server.lying_in(owner) == [])

    visited(box, write)
    assert stored() == [message("one"), message("two")]
    found = state(box)
    assert (found.held_until, found.failure, found.success_at is not None) == (None, "", True)


def test_a_server_that_dies_in_a_visit_ends_it_with_a_code(db: None, here: Here, box_at: BoxAt) -> None:
    box = box_at(here)

    def kill() -> None:
        until(lambda: any("IDLE" in one for one in here.heard))
        here.stop()
        time.sleep(0.3)

    visited(box, kill)
    found = state(box)
    assert (found.failure, found.held_until, found.tries) == ("hung_up", None, 1)
    assert found.failing_since is not None


def test_a_mailbox_that_is_paused_is_left_alone_soon(db: None, here: Here, box_at: BoxAt) -> None:
    box = box_at(here)
    visited(box, lambda: None)
    with scoped(ENGINE):
        pause_mailbox("shop", is_active=False, now=clock())
        here.heard.clear()
        visits.visit(box.pk, "test", Stop(), clock, Tokens(), lambda: None)
    assert (here.heard, state(box).is_active) == ([], False)


def test_a_mailbox_that_is_changed_during_a_visit_is_entered_anew(db: None, here: Here, box_at: BoxAt) -> None:
    box = box_at(here)

    class Changing(Stop):
        """Somebody changes the mailbox while the visit waits."""

        def wait(self, seconds: float) -> bool:
            Mailbox.objects.update(changed_at=clock())
            return super().wait(0)

    with scoped(ENGINE):
        visits.visit(box.pk, "test", Changing(), clock, Tokens(), lambda: None)
    found = state(box)
    assert (found.held_until, found.failure) == (None, "")
    assert SHOP in found.user
