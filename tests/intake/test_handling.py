"""How a message is taken for handling, and what of it waits for the disk."""

from datetime import timedelta

import pytest
from django.db import connection, connections
from letters_in import NOW, come, door, mail

from gwarant.database.backend.base import OFTEN, prepared
from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.engine.claims import LEASE
from gwarant.files.store import store
from gwarant.intake.handling import TRIES, handle, take
from gwarant.intake.models import Outcome, RawMail, Way
from gwarant.intake.receive import keep
from gwarant.mail import read
from gwarant.tickets import actions


def lying(subject: str = "It broke") -> RawMail:
    box = "shop@house.example"
    return keep(store(mail(subject=subject)), way=Way.PIPE, box=box, recipients=[box], now=NOW)


def test_one_engine_alone_takes_a_message_and_each_try_is_counted_until_people_have_it(house: World) -> None:
    door(house)
    kept = lying()
    with scoped(ENGINE):
        assert [[one.pk for one in take([(kept.pk, NOW)], NOW + LEASE)] for _ in range(2)] == [[kept.pk], []]
        for _try in range(TRIES):
            assert take([(kept.pk, NOW + LEASE)], NOW + LEASE)
        assert handle(kept.pk, read, NOW)
        found = RawMail.objects.get(pk=kept.pk)
    assert (found.tries, found.outcome, found.reason) == (TRIES + 1, Outcome.UNREADABLE, "failed")


def test_only_what_can_be_done_again_does_not_wait_for_the_disk(house: World) -> None:
    door(house)
    seen: list[tuple[str, str]] = []

    def look(execute: object, sql: str, *given: object) -> object:
        done = execute(sql, *given)  # type: ignore[operator]
        if sql.startswith(('INSERT INTO "', 'UPDATE "')):
            with connection.connection.cursor() as beside:
                (said,) = beside.execute("SHOW synchronous_commit").fetchone()
            seen.append((sql.split('"')[1], said))
        return done

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = on")  # the tests' own database waits for no disk
    with connection.execute_wrapper(look):
        kept = lying()
    assert set(seen) == {("intake_rawmail", "on")}
    seen.clear()
    with scoped(ENGINE), connection.execute_wrapper(look):
        assert handle(kept.pk, read, NOW)
    assert {said for _, said in seen} == {"off"}
    assert {"intake_rawmail", "tickets_ticket", "tickets_ticketevent"} <= {table for table, _ in seen}


@pytest.mark.parametrize("known", [True, False])
def test_a_writers_name_is_kept_from_the_first_message_that_says_it(house: World, known: bool) -> None:
    door(house)
    if known:
        come(mail(sender="pat@shop.example", subject="Before"))
    found = come(mail(sender="Pat Pelc <pat@shop.example>", subject="After"))
    again = come(mail(sender="Somebody Else <pat@shop.example>", subject="Again"))
    for one in (found, again):
        assert one.ticket is not None
        assert one.ticket.correspondent is not None
        assert one.ticket.correspondent.name == "Pat Pelc"


def test_mail_becomes_the_same_where_statements_are_prepared(house: World) -> None:
    door(house)
    at = NOW + timedelta(hours=3)
    with prepared(connections["default"]):
        for number in range(OFTEN + 2):
            found = come(mail(subject=f"It broke {number}", Cc="cora@shop.example, else@shop.example"))
            assert found.outcome == Outcome.TICKET
            assert found.ticket is not None
            with scoped(ENGINE):
                actions.reply(found.ticket, "We look.", by=house.ben, now=at)
            word = come(mail(subject=f"Re: [{found.ticket.key}] {number}", text=f"Blue {number}"), now=at)
            assert (word.outcome, word.ticket) == (Outcome.REPLY, found.ticket)
