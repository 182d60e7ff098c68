"""A shop goes down on Friday evening: the whole path, and time moves because the test says so."""

from datetime import UTC, datetime, timedelta

from letters_out import mails

from gwarant.accounts.models import User
from gwarant.database.scope import ENGINE, customer_scope, scoped, staff_scope
from gwarant.demo.cast import World
from gwarant.engine.clocks import run_once
from gwarant.notify.models import Notice
from gwarant.tickets import actions
from gwarant.tickets.clocks import readings_of
from gwarant.tickets.log import log_of
from gwarant.tickets.models import ClockNotice, Status, Ticket
from gwarant.tickets.recompute import check

FRIDAY = datetime(2026, 6, 12, 15, 55, tzinfo=UTC)  # 17:55 in Warsaw


def as_client(world: World, user: User):  # type: ignore[no-untyped-def]
    return scoped(customer_scope(user.pk, [world.customers["SHOP"].pk]))


def report(world: World, class_id: str = "critical") -> Ticket:
    with as_client(world, world.cora):
        return actions.report(
            world.customers["SHOP"],
            title="Nie można zapłacić",
            text="Błąd 502 przy płatności.",
            class_id=class_id,
            service=world.services["SHOP", "shop"],
            is_down=True,
            by=world.cora,
            now=FRIDAY,
        )


def fresh(ticket: Ticket) -> Ticket:
    return Ticket.objects.get(pk=ticket.pk)


def clocks(ticket: Ticket) -> dict[str, tuple[str, str]]:
    return {one.clock: (one.state, one.verdict) for one in ticket.clocks.order_by("cycle", "link")}


def sweep_until(end: datetime, since: datetime = FRIDAY) -> int:
    """Let the engine go round every ten minutes."""
    acted, now = 0, since
    with scoped(ENGINE):
        while now <= end:
            acted += run_once(now)
            now += timedelta(minutes=10)
    return acted


def test_the_whole_path_from_report_to_confirmation(house: World) -> None:
    ticket = report(house)
    assert (ticket.key, ticket.status) == ("SHOP-1", Status.NEW)
    with scoped(staff_scope(house.ben.pk)):
        actions.acknowledge(ticket, by=house.ben, now=FRIDAY + timedelta(minutes=10))
        actions.reply(ticket, "Pracujemy nad tym.", by=house.ben, now=FRIDAY + timedelta(minutes=15))
        assert clocks(ticket)["response"] == ("stopped", "met")
        actions.ask(ticket, "Od której godziny?", by=house.ben, now=FRIDAY + timedelta(minutes=20))
        assert clocks(ticket)["workaround"][0] == "paused"
    with as_client(house, house.cora):
        actions.reply(ticket, "Od 17:40.", by=house.cora, now=FRIDAY + timedelta(hours=40))
    with scoped(staff_scope(house.ben.pk)):
        assert clocks(ticket)["workaround"][0] == "running"
        actions.restore(ticket, "Zapasowy operator.", by=house.ben, now=FRIDAY + timedelta(hours=66))
        actions.resolve(ticket, "Naprawione.", by=house.ben, now=FRIDAY + timedelta(hours=68))
        assert fresh(ticket).status == Status.RESOLVED
    with as_client(house, house.cora):
        actions.confirm(ticket, by=house.cora, now=FRIDAY + timedelta(hours=90))
        assert fresh(ticket).status == Status.CLOSED
        assert {verdict for _, verdict in clocks(ticket).values()} == {"met"}
    with scoped(ENGINE):
        assert check().differences == ()


def test_nobody_answers_so_the_engine_warns_then_tells_the_breach_once(house: World) -> None:
    ticket = report(house)
    sweep_until(FRIDAY + timedelta(hours=2))
    with scoped(ENGINE):
        told = ClockNotice.objects.filter(ticket=ticket, clock="response").order_by("percent")
        assert [one.percent for one in told] == [50, 75, 90, 100]
        assert told[3].fell_at == FRIDAY + timedelta(hours=1, seconds=1)
        assert clocks(ticket)["response"] == ("running", "breached")
        letters = mails().filter(notice__key__contains="response/1:100").count()
        assert letters == 3  # caretaker, deputy, manager
        assert Notice.objects.filter(user=house.marek, code="breached").count() == 1
    assert sweep_until(FRIDAY + timedelta(hours=4), FRIDAY + timedelta(hours=2)) == 0


def test_silence_accepts_what_was_resolved(house: World) -> None:
    ticket = report(house, "ordinary")
    with scoped(staff_scope(house.ben.pk)):
        actions.resolve(ticket, "Zrobione.", by=house.ben, now=FRIDAY + timedelta(days=3))
        due = fresh(ticket).closes_at
        assert due == datetime(2026, 6, 22, 16, 0, tzinfo=UTC)  # the closing of the fifth working day
    with scoped(ENGINE):
        assert actions.close_by_silence(ticket.pk, now=due)
        assert fresh(ticket).status == Status.CLOSED
        assert check().differences == ()


def test_a_refusal_lets_the_repair_clock_go_on(house: World) -> None:
    ticket = report(house, "ordinary")
    with scoped(staff_scope(house.ben.pk)):
        actions.resolve(ticket, "Zrobione.", by=house.ben, now=FRIDAY + timedelta(days=3))
    with as_client(house, house.cora):
        actions.refuse(ticket, "Dalej nie działa.", by=house.cora, now=FRIDAY + timedelta(days=4))
        assert clocks(ticket)["resolution"] == ("running", "pending")
        assert fresh(ticket).status == Status.OPEN


def test_the_deadline_column_agrees_with_the_fold_at_any_moment(house: World) -> None:
    ticket = report(house)
    with scoped(ENGINE):
        for reading in readings_of(log_of(fresh(ticket)), FRIDAY + timedelta(minutes=30)):
            row = ticket.clocks.get(clock=reading.clock, cycle=reading.cycle, link=reading.link)
            assert int(row.due_at.timestamp()) == reading.due_at
