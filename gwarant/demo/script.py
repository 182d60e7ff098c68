"""How a story is played: moments in working time, people in their own scope, the engine's sweeps in between."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from heapq import heappop, heappush
from itertools import count

from gwarant.accounts.models import User
from gwarant.contracts.terms import terms_of
from gwarant.database.scope import ENGINE, customer_scope, scoped, staff_scope
from gwarant.demo.cast import World
from gwarant.demo.stories import Course, Story
from gwarant.hours.actions import log_time
from gwarant.sla.calendar import Calendar
from gwarant.tickets import actions
from gwarant.tickets.evidence import moment_of, stamp
from gwarant.tickets.models import Status, Ticket, TicketClock

HOUR, DAY = 3600, 36_000  # a working day has ten hours
Deed = Callable[[datetime], None]


@dataclass
class Stage:
    """What is still to happen, in the order of its moments."""

    world: World
    chance: random.Random
    until: datetime
    customers: set[str]
    waiting: list[tuple[datetime, int, Deed]] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=count)

    def plan(self, moment: datetime, deed: Deed) -> None:
        """Let it happen then; what lies after the end of the story is left to the people who look on."""
        if moment < self.until:
            heappush(self.waiting, (moment, next(self.numbers), deed))

    def play(self, begins: Callable[[date], None] = lambda _month: None) -> None:
        """Let everything happen; before each deed the engine does what had fallen due. `begins`: told of each month."""
        month = date.min
        while self.waiting:
            moment, _, deed = heappop(self.waiting)
            if (moment.year, moment.month) != (month.year, month.month):
                month = moment.date().replace(day=1)
                begins(month)
            self.let_engine_act(moment)
            deed(moment)

    def let_engine_act(self, moment: datetime) -> None:
        """What the engine would have done by then."""
        with scoped(ENGINE):
            clocks = TicketClock.objects.filter(customer__key__in=self.customers)
            while clock := clocks.due(moment).first():
                actions.act_on_clock(clock.pk, now=clock.acts_at or moment)
            for pk, closes in self._silent_ones(moment):
                actions.close_by_silence(pk, now=closes)

    def _silent_ones(self, moment: datetime) -> list[tuple[int, datetime]]:
        silent = Ticket.objects.filter(status=Status.RESOLVED, customer__key__in=self.customers)
        found = silent.filter(closes_at__lte=moment).values_list("pk", "closes_at")
        return [(pk, at) for pk, at in found if at is not None]


@dataclass
class Play:
    """One ticket on its way."""

    stage: Stage
    story: Story
    customer: str
    client: User
    engineer: User
    ticket: Ticket | None = None

    @property
    def calendar(self) -> Calendar:
        return self._calendars["around_the_clock" if self.story.class_id == "critical" else "office"]

    @property
    def _calendars(self) -> dict[str, Calendar]:
        assert self.ticket is not None
        assert self.ticket.version is not None
        return terms_of(self.ticket.version).calendars

    def after(self, moment: datetime, seconds: float, *, office: bool = False) -> datetime:
        """So much working time later."""
        calendar = self._calendars["office"] if office else self.calendar
        at = calendar.due(
            calendar.next_open(stamp(moment)), max(60, int(seconds * self.stage.chance.uniform(0.8, 1.2)))
        )
        return moment_of(at).replace(second=0) + timedelta(seconds=self.stage.chance.randrange(60))

    def promised(self, clock: str, share: float) -> datetime:
        """The moment at which so much of the clock's target is used up."""
        with scoped(ENGINE):
            row = TicketClock.objects.get(ticket=self.ticket, clock=clock, cycle=1, link=1)
        assert self.ticket is not None
        assert self.ticket.version is not None
        target = terms_of(self.ticket.version).target(row.class_id, clock, stamp(row.started_at))
        assert target is not None
        calendar = self._calendars[target.calendar]
        return moment_of(calendar.due(stamp(row.started_at), int(row.target * share)))

    def open(self, now: datetime) -> None:
        """The report, and the way that it takes."""
        with scoped(customer_scope(self.client.pk, [self.stage.world.customers[self.customer].pk])):
            self.ticket = actions.report(
                self.stage.world.customers[self.customer],
                title=self.story.title,
                text=self.story.report,
                class_id=self.story.class_id,
                service=self.stage.world.services[self.customer, self.story.service],
                is_down=self.story.class_id == "critical",
                by=self.client,
                now=now,
            )
        COURSES[self.story.course](self, now)

    def house(self, moment: datetime, deed: Callable[[Ticket, datetime], object]) -> datetime:
        """The engineer does it then, in the scope of staff; meanwhile the promised progress reports go out."""
        self.stage.plan(moment, lambda now: self._as_staff(deed, now))
        return moment

    def theirs(self, moment: datetime, deed: Callable[[Ticket, datetime], object]) -> datetime:
        """The customer's person does it then, in their scope."""
        self.stage.plan(moment, lambda now: self._as_customer(deed, now))
        return moment

    def say(self, moment: datetime, text: str) -> datetime:
        return self.house(moment, lambda t, now: actions.reply(t, text, by=self.engineer, now=now))

    def take(self, moment: datetime) -> datetime:
        return self.house(moment, lambda t, now: actions.acknowledge(t, by=self.engineer, now=now))

    def resolve(self, moment: datetime, text: str) -> datetime:
        self.house(moment, lambda t, now: actions.resolve(t, text, by=self.engineer, now=now))
        self.house(moment + timedelta(minutes=2), self._log)
        return moment

    def confirm(self, moment: datetime) -> datetime:
        return self.theirs(moment, lambda t, now: actions.confirm(t, by=self.client, now=now))

    def _log(self, ticket: Ticket, now: datetime) -> None:
        minutes = max(15, int(self.story.minutes * self.stage.chance.uniform(0.7, 1.3)))
        start = max(now - timedelta(minutes=minutes + 2), ticket.reported_at)
        work = "change" if self.story.course is Course.CHANGE else "support"
        length = max(1, min(minutes, int((now - start).total_seconds()) // 60))
        log_time(
            ticket, person=self.engineer, start_at=start, minutes=length, work=work, now=now, note=ticket.title[:80]
        )

    def _as_staff(self, deed: Callable[[Ticket, datetime], object], now: datetime) -> None:
        with scoped(staff_scope(self.engineer.pk)):
            if self._is_over():
                return
            deed(self._fresh(), now)
            self._promise_news()

    def _as_customer(self, deed: Callable[[Ticket, datetime], object], now: datetime) -> None:
        with scoped(customer_scope(self.client.pk, [self.stage.world.customers[self.customer].pk])):
            if not self._is_over():
                deed(self._fresh(), now)

    def _is_over(self) -> bool:
        return self._fresh().status == Status.CLOSED and self.story.course is not Course.AGAIN

    def _fresh(self) -> Ticket:
        assert self.ticket is not None
        return Ticket.objects.select_related("customer", "service", "version").get(pk=self.ticket.pk)

    def _promise_news(self) -> None:
        """Plan the next progress report in its time; one in fifteen comes late."""
        running = TicketClock.objects.filter(ticket=self.ticket, clock="update", state="running").first()
        if running is None:
            return
        share = 0.85 if self.stage.chance.random() > 1 / 15 else 1.15
        at = moment_of(self.calendar.due(stamp(running.started_at), int(running.target * share)))
        self.stage.plan(at, lambda now: self._give_news(running.link, now))

    def _give_news(self, link: int, now: datetime) -> None:
        with scoped(staff_scope(self.engineer.pk)):
            same = TicketClock.objects.filter(ticket=self.ticket, clock="update", state="running", link=link)
            if same.exists():
                actions.reply(self._fresh(), _PROGRESS[self.client.language], by=self.engineer, now=now)
                self._promise_news()


_PROGRESS = {
    "pl": "Pracujemy dalej. Następna informacja zgodnie z umową albo wcześniej, jeśli coś się zmieni.",
    "en": "Still on it. The next report comes as the contract says, or earlier when something changes.",
}


def _prompt(play: Play, now: datetime) -> datetime:
    first = play.take(play.after(now, 0.12 * HOUR))
    said = play.say(play.after(first, 0.2 * HOUR), play.story.answer)
    done = play.resolve(play.after(said, 2.5 * HOUR), play.story.solution)
    return play.confirm(play.after(done, 0.5 * DAY, office=True))


def _asked(play: Play, now: datetime) -> None:
    first = play.take(play.after(now, 0.15 * HOUR))
    said = play.say(play.after(first, 0.2 * HOUR), play.story.answer)
    text = play.story.question
    asked = play.house(
        play.after(said, 1.5 * HOUR),
        lambda t, at: actions.ask(t, text, by=play.engineer, now=at, reason="waiting_client"),
    )
    told = play.theirs(
        play.after(asked, 0.8 * DAY, office=True),
        lambda t, at: actions.reply(t, play.story.reply, by=play.client, now=at),
    )
    done = play.resolve(play.after(told, 4 * HOUR), play.story.solution)
    play.confirm(play.after(done, 0.7 * DAY, office=True))


def _silent(play: Play, now: datetime) -> None:
    said = play.say(play.after(now, 0.6 * HOUR), play.story.answer)
    play.resolve(play.after(said, 0.8 * DAY), play.story.solution)


def _refused(play: Play, now: datetime) -> None:
    said = play.say(play.after(now, 0.5 * HOUR), play.story.answer)
    first = play.resolve(play.after(said, 5 * HOUR), play.story.question)
    refused = play.theirs(
        play.after(first, 0.4 * DAY, office=True),
        lambda t, at: actions.refuse(t, play.story.reply, by=play.client, now=at),
    )
    done = play.resolve(play.after(refused, 6 * HOUR), play.story.solution)
    play.confirm(play.after(done, 0.6 * DAY, office=True))


def _workaround(play: Play, now: datetime) -> None:
    first = play.take(play.after(now, 0.06 * HOUR))
    said = play.say(play.after(first, 0.06 * HOUR), play.story.answer)
    text = play.story.question
    works = play.house(play.after(said, 1.2 * HOUR), lambda t, at: actions.restore(t, text, by=play.engineer, now=at))
    done = play.resolve(play.after(works, 3 * HOUR), play.story.solution)
    play.confirm(play.after(done, 0.3 * DAY, office=True))


def _slow_answer(play: Play, now: datetime) -> None:
    said = play.say(play.promised("response", play.stage.chance.uniform(1.1, 1.7)), play.story.answer)
    done = play.resolve(play.after(said, 3 * HOUR), play.story.solution)
    play.confirm(play.after(done, 0.5 * DAY, office=True))


def _slow_repair(play: Play, now: datetime) -> None:
    first = play.take(play.after(now, 0.08 * HOUR))
    said = play.say(play.after(first, 0.05 * HOUR), play.story.answer)
    text = play.story.question
    late = max(play.promised("workaround", play.stage.chance.uniform(1.1, 1.4)), play.after(said, HOUR))
    works = play.house(late, lambda t, at: actions.restore(t, text, by=play.engineer, now=at))
    done = play.resolve(play.after(works, 2.5 * HOUR), play.story.solution)
    play.confirm(play.after(done, 0.4 * DAY, office=True))


def _supplier(play: Play, now: datetime) -> None:
    first = play.take(play.after(now, 0.2 * HOUR))
    said = play.say(play.after(first, 0.4 * HOUR), play.story.answer)
    where = "status.supplier.example/incidents/4471"
    held = play.house(
        said + timedelta(minutes=3), lambda t, at: actions.pause(t, "third_party", where, by=play.engineer, now=at)
    )
    again = play.house(
        play.after(held, 1.4 * DAY, office=True), lambda t, at: actions.end_pause(t, by=play.engineer, now=at)
    )
    done = play.resolve(play.after(again, 0.5 * HOUR, office=True), play.story.solution)
    play.confirm(play.after(done, 0.6 * DAY, office=True))


def _raised(play: Play, now: datetime) -> None:
    said = play.say(play.after(now, 0.5 * HOUR), play.story.answer)
    why = "Dotyczy już większości koszyków."
    play.theirs(
        play.after(said, 0.5 * HOUR), lambda t, at: actions.classify(t, "critical", by=play.client, now=at, reason=why)
    )
    done = play.resolve(play.after(said, 3.5 * HOUR), play.story.solution)
    play.confirm(play.after(done, 0.2 * DAY, office=True))


def _again(play: Play, now: datetime) -> None:
    closed = _prompt(play, now)
    back = play.theirs(
        play.after(closed, 3 * DAY, office=True),
        lambda t, at: actions.reopen(t, play.story.reply, by=play.client, now=at),
    )
    said = play.say(play.after(back, 0.5 * HOUR), play.story.answer)
    done = play.resolve(play.after(said, 3 * HOUR), play.story.solution)
    play.confirm(play.after(done, 0.5 * DAY, office=True))


def _change(play: Play, now: datetime) -> None:
    said = play.say(play.after(now, 0.4 * DAY), play.story.answer)
    text = play.story.question
    quoted = play.house(play.after(said, 1.5 * DAY), lambda t, at: actions.quote(t, text, by=play.engineer, now=at))
    agreed = play.theirs(
        play.after(quoted, 0.6 * DAY, office=True),
        lambda t, at: actions.reply(t, play.story.reply, by=play.client, now=at),
    )
    done = play.resolve(play.after(agreed, 3 * DAY), play.story.solution)
    play.confirm(play.after(done, 0.8 * DAY, office=True))


COURSES: dict[Course, Callable[[Play, datetime], object]] = {
    Course.PROMPT: _prompt,
    Course.ASKED: _asked,
    Course.SILENT: _silent,
    Course.REFUSED: _refused,
    Course.WORKAROUND: _workaround,
    Course.SLOW_ANSWER: _slow_answer,
    Course.SLOW_REPAIR: _slow_repair,
    Course.SUPPLIER: _supplier,
    Course.RAISED: _raised,
    Course.AGAIN: _again,
    Course.CHANGE: _change,
    Course.UNTOLD: lambda _play, _now: None,
}
