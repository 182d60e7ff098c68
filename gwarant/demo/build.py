"""Builds the demo world: contracts offered and accepted, six months of tickets, and clocks that run now."""

import multiprocessing
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import connections

from gwarant.contracts.models import ContractVersion
from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.agreement import agree
from gwarant.demo.cast import CLIENTS, PASSWORD, Client, World, make_cast
from gwarant.demo.closed import close_months
from gwarant.demo.live import go_live
from gwarant.demo.post import mail_comes_in
from gwarant.demo.script import Play, Stage
from gwarant.demo.shelves import put_papers
from gwarant.demo.stories import A_MONTH, STORIES, Story
from gwarant.demo.told import tell_of_themselves
from gwarant.demo.turns import plan_turns
from gwarant.demo.watched import watch
from gwarant.notify.models import Notice
from gwarant.reports.sealing.keys import make
from gwarant.sla.civil import add_period
from gwarant.sla.contract.values import Period
from gwarant.tickets.models import Ticket, TicketEvent

MONTHS = 6
PLACES = {"SHOP": 1, "UNI": 1}  # the house's own place is enough for these; the clinic's contract asks for more
CALM = timedelta(days=8)  # before now: what is open then is told by `live.py`
HALVES = (("SHOP", "PLANT"), ("CLINIC", "UNI"))
FORK = multiprocessing.get_context("fork")
ZONE = ZoneInfo("Europe/Warsaw")
Say = Callable[[str], None]


@dataclass(frozen=True)
class Login:
    """Somebody to try the product as."""

    who: str
    email: str
    password: str


LOGINS = (
    Login("engineer", "ben@house.example", PASSWORD),
    Login("manager", "marek@house.example", PASSWORD),
    Login("owner", "olga@house.example", PASSWORD),
    Login("client of the shop", "cora@shop.example", PASSWORD),
    Login("client of the clinic", "zoe@clinic.example", PASSWORD),
    Login("client of the university (English)", "ula@uni.example", PASSWORD),
)


def build(
    now: datetime, say: Say, months: int = MONTHS, a_month: dict[str, int] = A_MONTH, site: str = ""
) -> tuple[Login, ...]:
    """Make the world up to `now`; everything goes through the product's own actions.

    `site` is where the customers' systems can be looked at; without one nothing is.
    """
    first = add_period(now.astimezone(ZONE).date().replace(day=1), Period(months=-months))
    begun = _at(add_period(first, Period(days=-30)), 9)
    with scoped(ENGINE):
        world = make_cast(begun)
    make(begun)
    say(f"{len(world.people)} people, {len(world.customers)} customers")
    for client in CLIENTS:
        agree(world, client, first, begun, places=PLACES if site else {})
    put_papers(world, now)
    say(f"{ContractVersion.objects.count() or len(CLIENTS)} contracts offered and accepted")
    connections.close_all()
    connections["default"].close_pool()  # type: ignore[attr-defined]
    halves = [[one for one in CLIENTS if one.key in keys] for keys in HALVES]
    say(f"What happened in {months} months")
    players = [FORK.Process(target=_play, args=(world, half, first, now, a_month, say)) for half in halves]
    for player in players:
        player.start()
    for player in players:
        player.join()
    if any(player.exitcode for player in players):
        raise RuntimeError("the demo world could not be built; the reason stands above")
    say("What runs now")
    go_live(world, now)
    mail_comes_in(world, now)
    if site:
        say(f"{months} months of looks at their systems")
        watch(world, site, first, now)
        say("Jobs and alerts of another tool")
        tell_of_themselves(world, now)
    say(f"{close_months(world, now)} months closed")
    _tidy_up(world, now)
    with scoped(ENGINE):
        say(f"{Ticket.objects.count()} tickets, {TicketEvent.objects.count()} events over {months} months")
    return LOGINS


def _tidy_up(world: World, now: datetime) -> None:
    """The engine tells what fell due in the last days; what is older has been read."""
    stage = Stage(world, random.Random(1), now, set(world.customers))
    stage.let_engine_act(now)
    with scoped(ENGINE):
        Notice.objects.filter(created_at__lt=now - timedelta(days=1)).update(read_at=now)


def _play(world: World, clients: list[Client], first: date, now: datetime, a_month: dict[str, int], say: Say) -> None:
    """The stories of some customers; no two customers share a row, so they are played side by side."""
    months = max(1, (now.date() - first).days // 60)  # the middle
    keys = ", ".join(one.key for one in clients)
    turn = add_period(first, Period(months=months))
    tell_stories(world, clients, first, now, a_month, turn, lambda month: say(f"{keys}: {month:%B %Y}"))
    connections.close_all()


def tell_stories(
    world: World,
    clients: Sequence[Client],
    first: date,
    now: datetime,
    a_month: Mapping[str, int],
    turn: date,
    begins: Callable[[date], None] = lambda _month: None,
) -> None:
    """What happens to the customers from the first day on, so many tickets a month each, and what the engine does.

    `turn`: the day from which an amended contract holds. `begins` is told of each month.
    """
    stage = Stage(world, random.Random(clients[0].key), now - timedelta(minutes=2), {one.key for one in clients})
    for client in clients:
        _fill(stage, client, first, now, a_month.get(client.key, 0))
        plan_turns(stage, client, first, turn)
    stage.play(begins)
    stage.let_engine_act(now)


def _fill(stage: Stage, client: Client, first: date, now: datetime, a_month: int) -> None:
    """Reports spread over the months, most of them in office hours."""
    stories, day = STORIES[client.key], _at(first, 0)
    told = list(stories)
    while day < now:
        for _ in range(a_month if (now - day).days >= 28 else max(1, round(a_month * (now - day).days / 30))):
            told = told or stage.chance.sample(stories, len(stories))
            story = told.pop(0)
            at = day + timedelta(seconds=stage.chance.randrange(28 * 86_400))
            if at < now - CALM:
                _begin(stage, client, story, at)
        day = _at(add_period(day.astimezone(ZONE).date(), Period(months=1)), 0)


def _begin(stage: Stage, client: Client, story: Story, at: datetime) -> None:
    local = at.astimezone(ZONE)
    if story.class_id != "critical" and (local.weekday() > 4 or not 8 <= local.hour < 17):
        at += timedelta(days=(7 - local.weekday()) % 7 if local.weekday() > 4 else 0)
        at = at.astimezone(ZONE).replace(hour=stage.chance.randrange(8, 16)).astimezone(UTC)
    people = [short for short, _, role in client.people if role != "reader"]
    engineer = stage.world.people[stage.chance.choice(("ben", "dorota", "alice"))]
    reporter = stage.world.people[stage.chance.choice(people)]
    play = Play(stage, story, client.key, reporter, engineer)
    stage.plan(at.replace(second=stage.chance.randrange(60), microsecond=0), play.open)


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), ZONE).astimezone(UTC)
