"""What happens once in the six months: a contract is amended, and a call is written down when its month is over."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from gwarant.contracts import actions as contracts
from gwarant.contracts.models import ContractVersion
from gwarant.database.scope import ENGINE, customer_scope, scoped, staff_scope
from gwarant.demo.cast import Client
from gwarant.demo.script import Play, Stage
from gwarant.demo.stories import WRITTEN_LATE
from gwarant.pictures.clauses import changed, draft_of
from gwarant.sla.civil import add_period
from gwarant.sla.contract.values import Period
from gwarant.tickets import actions

AMENDED, CALLED = "SHOP", "PLANT"
AGREED = {"fee.monthly": "6200", "targets.serious.response": "2h", "targets.serious.workaround": "1wd"}
NOTICE = timedelta(days=40)  # the package asks for a month
ZONE = ZoneInfo("Europe/Warsaw")


def plan_turns(stage: Stage, client: Client, first: date, turn: date) -> None:
    """Let the shop's contract change on that day, and a call of the plant's first month be written down too late."""
    if client.key == AMENDED:
        _plan_amendment(stage, client, turn)
    if client.key == CALLED:
        _plan_call(stage, client, first)


def _plan_amendment(stage: Stage, client: Client, turn: date) -> None:
    """A draft, its text changed clause by clause, the offer, and the administrator's acceptance."""
    customer, manager = stage.world.customers[client.key], stage.world.people["marek"]
    administrator = stage.world.people[client.people[0][0]]
    drafted = _at(turn, 10) - NOTICE

    def draft(now: datetime) -> None:
        with scoped(ENGINE):
            former = ContractVersion.objects.accepted().filter(customer=customer).order_by("version").last()
            assert former is not None
            begun = contracts.amend(former, by=manager, starts_on=turn, now=now)
            text = changed(draft_of(begun.text), AGREED)
            contracts.change_draft(begun, text=text, by=manager, now=now + timedelta(minutes=20))

    def offer(now: datetime) -> None:
        with scoped(ENGINE):
            contracts.offer(_latest(client.key), by=manager, now=now)

    def accept(now: datetime) -> None:
        with scoped(customer_scope(administrator.pk, [customer.pk])):
            offered = _latest(client.key)
            contracts.accept(offered, by=administrator, fingerprint=offered.fingerprint, now=now)

    stage.plan(drafted, draft)
    stage.plan(drafted + timedelta(hours=2), offer)
    stage.plan(drafted + timedelta(days=2, hours=1), accept)


def _latest(key: str) -> ContractVersion:
    return ContractVersion.objects.filter(customer__key=key).order_by("-version")[0]


def _plan_call(stage: Stage, client: Client, first: date) -> None:
    """Reported on a month's last working day, answered by telephone; the call is written down in the next month."""
    last = add_period(first, Period(months=1)) - timedelta(days=1)
    last -= timedelta(days=max(0, last.weekday() - 4))
    reported = _at(last, 9)
    client_person, engineer = stage.world.people[client.people[0][0]], stage.world.people["dorota"]
    play = Play(stage, WRITTEN_LATE, client.key, client_person, engineer)

    def write(now: datetime) -> None:
        assert play.ticket is not None
        with scoped(staff_scope(engineer.pk)):
            play.ticket.refresh_from_db()
            called = reported + timedelta(minutes=40)
            actions.call(play.ticket, WRITTEN_LATE.answer, at=called, by=engineer, now=now)

    written = _at(last + timedelta(days=7 - last.weekday()), 11)
    stage.plan(reported, play.open)
    stage.plan(written, write)
    play.resolve(written + timedelta(hours=3), WRITTEN_LATE.solution)
    play.confirm(written + timedelta(days=1))


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), ZONE).astimezone(UTC)
