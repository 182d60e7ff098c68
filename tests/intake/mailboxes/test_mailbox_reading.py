"""Mailboxes are read: what is new is stored once, then put aside, whatever happens in between."""

import time
from datetime import timedelta
from signal import SIGKILL

import pytest
from boxes_in import NOW, SHOP, BoxAt, Server, arrive, message, read, state, stored, user
from dovecot import Dovecot
from imap_here import Here

from gwarant.database.scope import ENGINE, scoped
from gwarant.intake.mailboxes.actions import pause_mailbox
from gwarant.intake.mailboxes.failure import ReadingFailed
from gwarant.intake.mailboxes.holding import NotOurs, take
from gwarant.intake.mailboxes.models import Mailbox
from gwarant.intake.mailboxes.visit import look_once
from gwarant.intake.models import RawMail
from gwarant.oauth import Tokens

pytestmark = pytest.mark.begun_first


def test_only_what_comes_after_the_first_connection_is_read(db: None, server: Server, box_at: BoxAt) -> None:
    owner = user()
    arrive(server, owner, "old", at=NOW - timedelta(seconds=10))
    box = box_at(server, user=owner)
    assert read(box) == 0
    arrive(server, owner, "new", "newer")
    assert (read(box), stored()) == (2, [message("new"), message("newer")])


def test_what_is_stored_is_moved_and_what_was_there_before_stays(db: None, server: Server, box_at: BoxAt) -> None:
    owner = user()
    arrive(server, owner, "old", at=NOW - timedelta(seconds=10))
    box = box_at(server, user=owner)
    read(box)
    arrive(server, owner, "new")
    read(box)
    assert (server.lying_in(owner), server.lying_in(owner, "Gwarant")) == ([message("old")], [message("new")])


def test_a_first_connection_that_comes_late_reads_what_came_since_the_mailbox_was_added(
    db: None, here: Here, box_at: BoxAt
) -> None:
    here.stop()
    box = box_at(here, now=NOW - timedelta(minutes=40))
    with pytest.raises(ReadingFailed):
        read(box, NOW - timedelta(minutes=39))
    with scoped(ENGINE):  # neither a pause nor a change on the way takes anything of it
        pause_mailbox("shop", is_active=False, now=NOW - timedelta(minutes=30))
        pause_mailbox("shop", is_active=True, now=NOW - timedelta(minutes=20))
    box_at(here, user="other@house.example", password="open-sesame", now=NOW - timedelta(minutes=15))
    arrive(here, SHOP, "days old", at=NOW - timedelta(days=2))
    arrive(here, SHOP, "older than the clock of a server may be slow", at=NOW - timedelta(minutes=101))
    arrive(here, SHOP, "by a slow clock", at=NOW - timedelta(minutes=99))
    arrive(here, SHOP, "while it failed", at=NOW - timedelta(minutes=35))
    here.start()
    assert read(box) == 2
    assert stored() == [message("by a slow clock"), message("while it failed")]
    assert (state(box).asked_since, state(box).last_uid) == (NOW - timedelta(minutes=40), 4)
    arrive(here, SHOP, "new")
    assert (read(box), len(stored()), len(here.lying_in(SHOP))) == (1, 3, 2)


def test_what_comes_between_adding_a_mailbox_and_its_first_connection_is_read(
    db: None, here: Here, box_at: BoxAt
) -> None:
    arrive(here, SHOP, "old", at=NOW - timedelta(seconds=1))
    box = box_at(here, now=NOW + timedelta(microseconds=500))
    arrive(here, SHOP, "in the same second", at=NOW)
    assert (read(box), stored()) == (1, [message("in the same second")])


def test_a_mailbox_that_a_former_release_added_is_read_since_its_last_change(
    db: None, here: Here, box_at: BoxAt
) -> None:
    box = box_at(here, now=NOW - timedelta(hours=9))
    with scoped(ENGINE):
        Mailbox.objects.update(connected_at=None)
        pause_mailbox("shop", is_active=True, now=NOW)
    arrive(here, SHOP, "before", at=NOW - timedelta(hours=11))
    arrive(here, SHOP, "after", at=NOW - timedelta(hours=8))
    assert (read(box), stored()) == (1, [message("after")])


@pytest.mark.parametrize(("afterwards", "left"), [("kept", 1), ("deleted", 0)])
def test_what_is_stored_is_kept_or_deleted_as_the_mailbox_says(
    db: None, server: Server, box_at: BoxAt, afterwards: str, left: int
) -> None:
    owner = user()
    box = box_at(server, user=owner, afterwards=afterwards)
    read(box)
    arrive(server, owner, "new")
    assert [read(box), read(box)] == [1, 0]
    assert (len(server.lying_in(owner)), len(stored())) == (left, 1)


def test_a_message_came_when_the_mailbox_had_it(db: None, server: Server, box_at: BoxAt) -> None:
    owner = user()
    box = box_at(server, user=owner)
    read(box)
    arrive(server, owner, "new", at=NOW - timedelta(minutes=40))
    read(box)
    with scoped(ENGINE):
        found = RawMail.objects.get()
    assert (found.way, found.box, found.arrived_at, found.received_at) == (
        "imap",
        owner,
        NOW - timedelta(minutes=40),
        NOW + timedelta(minutes=1),
    )


def test_a_server_that_is_killed_and_begun_again_costs_nothing(db: None, server: Server, box_at: BoxAt) -> None:
    owner = user()
    box = box_at(server, user=owner)
    read(box)
    arrive(server, owner, "first")
    read(box)
    server.stop(SIGKILL)
    with pytest.raises(ReadingFailed) as caught:
        read(box)
    assert caught.value.code == "unreachable"
    assert (state(box).failure, state(box).tries) == ("unreachable", 1)
    if isinstance(server, Dovecot):
        arrive(server, owner, "meanwhile")
    server.start()
    arrive(server, owner, *(["last"] if isinstance(server, Dovecot) else ["meanwhile", "last"]))
    read(box)
    assert stored() == [message("first"), message("meanwhile"), message("last")]
    assert (state(box).failure, state(box).failing_since) == ("", None)


@pytest.mark.parametrize("afterwards", ["moved", "kept"])
def test_a_server_that_counts_anew_makes_nothing_lost_and_nothing_twice(
    db: None, server: Server, box_at: BoxAt, afterwards: str
) -> None:
    owner = user()
    arrive(server, owner, "old", at=NOW - timedelta(days=3))
    box = box_at(server, user=owner, afterwards=afterwards, now=NOW - timedelta(minutes=11))
    read(box, NOW - timedelta(minutes=10))
    arrive(server, owner, "first", at=NOW - timedelta(minutes=8))
    read(box, NOW - timedelta(minutes=7))
    arrive(server, owner, "second", at=NOW - timedelta(minutes=5))
    former = state(box).uidvalidity
    time.sleep(1.1 if isinstance(server, Dovecot) else 0)  # dovecot counts anew by the second
    server.count_anew(owner)
    read(box)
    assert state(box).uidvalidity != former
    assert sorted(stored()) == sorted([message("first"), message("second")])
    arrive(server, owner, "third")
    assert (read(box), len(stored())) == (1, 3)


def test_of_two_who_would_read_one_mailbox_one_does(db: None, here: Here, box_at: BoxAt) -> None:
    box = box_at(here)
    with scoped(ENGINE):
        assert take(box.pk, "one", NOW) is not None
        assert take(box.pk, "other", NOW + timedelta(seconds=80)) is None
        with pytest.raises(NotOurs):
            look_once(box.pk, "other", lambda: NOW, Tokens())
        assert take(box.pk, "other", NOW + timedelta(seconds=91)) is not None
