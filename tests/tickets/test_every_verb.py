"""The law of the record, verb by verb: each leaves rows that their events tell, and says by which way it came."""

import inspect
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from service import START

from gwarant.customers.actions import add_service, who_writes
from gwarant.customers.models import Correspondent
from gwarant.demo.cast import World
from gwarant.tickets import actions
from gwarant.tickets.log import log_of
from gwarant.tickets.models import Message, Ticket, TicketEvent
from gwarant.tickets.replay import columns, replayed, wording_told
from gwarant.tickets.texts import BODY, SHORT, BadText

pytestmark = pytest.mark.usefixtures("engine")
WAY = "carrier pigeon"  # a channel that no code knows
HOUR = timedelta(hours=1)


class Story:
    """Verbs on tickets of the shop, an hour apart; the last of them is told the way."""

    def __init__(self, house: World) -> None:
        self.house, self.now = house, START

    def report(self, who: Any = None, **more: Any) -> Ticket:
        self.now += HOUR
        place = self.house.services["SHOP", "shop"]
        told = {"title": "Orders fail", "text": "The page says 500.", "class_id": "serious", "service": place, **more}
        return actions.report(self.house.customers["SHOP"], by=who or self.house.cyryl, now=self.now, **told)

    def do(self, name: str, ticket: Ticket, *told: Any, by: str = "ben", **more: Any) -> Ticket:
        self.now += HOUR
        verb: Callable[..., Any] = getattr(actions, name)
        verb(Ticket.objects.get(pk=ticket.pk), *told, by=self.house.people[by], now=self.now, **more)
        return Ticket.objects.get(pk=ticket.pk)

    def kasia(self) -> Correspondent:
        return who_writes(self.house.customers["SHOP"], email="kasia@shop.example", name="Kasia", now=self.now)

    def uncovered(self) -> Ticket:
        new = add_service(self.house.customers["SHOP"], key="new", name="New")
        return self.report(service=new)

    def by_mail(self) -> Ticket:
        return self.report(self.kasia(), channel="email")

    def resolved(self) -> Ticket:
        return self.do("resolve", self.report(), "A new key.")

    def spoken(self) -> Ticket:
        return self.do("reply", self.resolved(), "It fails again.", by="cora")

    def closed(self) -> Ticket:
        return self.do("close", self.report(), "Never mind.", by="cora")

    def paused(self) -> Ticket:
        return self.do("pause", self.do("reply", self.report(), "We look."), "force_majeure", "a flood")

    def merged(self) -> Ticket:
        return self.do("merge", self.report(), self.report(), "The same.")


Last = Callable[..., Ticket]  # the verb that is tried, with what it needs
VERBS: dict[str, Callable[[Story, Last], Ticket]] = {
    "acknowledge": lambda on, last: last(on.report()),
    "adopt": lambda on, last: last(on.uncovered(), service=on.house.services["SHOP", "shop"]),
    "ask": lambda on, last: last(on.report(), "Since when?"),
    "ask_to_dismiss": lambda on, last: last(on.by_mail(), "spam", "An advertisement."),
    "ask_whether_fixed": lambda on, last: last(on.spoken(), "Does it work?"),
    "assign": lambda on, last: last(on.report(), on.house.dorota),
    "attempt_call": lambda on, last: last(on.report(), "Nobody there.", contact=on.house.cora),
    "begin_work": lambda on, last: last(on.report(), "We have begun."),
    "call": lambda on, last: last(on.report(), "They said yes.", contact_name="Kasia"),
    "classify": lambda on, last: last(on.report(), "ordinary", reason="one order"),
    "close": lambda on, last: last(on.report(), "Never mind.", by="cora"),
    "confirm": lambda on, last: last(on.resolved(), by="cora"),
    "decide_pause": lambda on, last: last(on.paused(), True, by="cora"),
    "dismiss": lambda on, last: last(on.by_mail(), "spam", "An advertisement."),
    "end_pause": lambda on, last: last(on.do("ask", on.report(), "Since when?")),
    "follow": lambda on, last: last(on.report(), on.kasia()),
    "follow_by_copy": lambda on, last: last(on.report(), [on.kasia(), on.house.cora]),
    "lay_words_aside": lambda on, last: last(on.do("reply", on.closed(), "Thanks.", by="cora"), "They say thanks."),
    "merge": lambda on, last: last(on.report(), on.report(), "The same."),
    "move": lambda on, last: last(on.report(), on.house.services["SHOP", "erp"], "it was the other"),
    "name_system": lambda on, last: last(on.report(service=None), on.house.services["SHOP", "shop"]),
    "note": lambda on, last: last(on.report(), "A key ran out."),
    "pause": lambda on, last: last(on.do("reply", on.report(), "We look."), "force_majeure", "a flood"),
    "quote": lambda on, last: last(on.report(class_id="change"), "About two days."),
    "recognise": lambda on, last: last(on.by_mail(), on.house.cora),
    "refuse": lambda on, last: last(on.resolved(), "It fails again.", by="cora"),
    "remark": lambda on, last: last(on.resolved(), "It fails again.", by="cora"),
    "reopen": lambda on, last: last(on.do("confirm", on.resolved(), by="cora"), "It came back.", by="cora"),
    "reply": lambda on, last: last(on.report(), "We look at it."),
    "resolve": lambda on, last: last(on.report(), "A new key."),
    "restore": lambda on, last: last(on.report(), "By hand for now."),
    "take_as_refusal": lambda on, last: last(word := on.spoken(), word.events_count, "You wrote so."),
    "take_up": lambda on, last: last(on.do("dismiss", on.by_mail(), "spam", "An advertisement."), "It is a report."),
    "unfollow": lambda on, last: last(on.do("follow", on.report(), on.house.cora), on.house.cora.opaque),
    "unmerge": lambda on, last: last(on.merged(), "They are not."),
}
WORDLESS = {"acknowledge", "adopt", "assign", "confirm", "end_pause", "follow", "follow_by_copy", "name_system"}
WORDLESS |= {"decide_pause", "recognise", "unfollow"}
OF_ITS_WORD = ("take_as_refusal",)  # it came as the word that it is about


def test_no_verb_is_left_out() -> None:
    verbs = {name for name, one in vars(actions).items() if inspect.isfunction(one) and _takes_a_way(one)}
    assert verbs - {"report"} == {*VERBS}


def _takes_a_way(action: Callable[..., Any]) -> bool:
    return any(one.kind is inspect.Parameter.VAR_KEYWORD for one in inspect.signature(action).parameters.values())


@pytest.mark.parametrize("name", VERBS)
def test_after_each_verb_the_events_tell_every_row_and_bear_its_channel(house: World, name: str) -> None:
    story = Story(house)
    before: set[int] = set()

    def last(ticket: Ticket, *told: Any, **more: Any) -> Ticket:
        before.update(TicketEvent.objects.values_list("pk", flat=True))
        return story.do(name, ticket, *told, channel=WAY, **more)

    VERBS[name](story, last)
    new = TicketEvent.objects.exclude(pk__in=before)
    assert new.exists()
    ways = {"portal"} if name in OF_ITS_WORD else {WAY}
    assert {one.channel for one in new} == ways
    for ticket in Ticket.objects.all():
        own = log_of(ticket)
        told = replayed(own.events)
        assert told == columns(own.ticket)
        assert wording_told(own, told) == own.ticket.version_id


def said(name: str, house: World, change: Callable[[str], str]) -> None:
    """Do the verb with other words: a sentence is what has a blank or a full stop."""
    story, words = Story(house), 0

    def changed(one: Any) -> Any:
        nonlocal words
        is_sentence = isinstance(one, str) and bool({" ", "."} & set(one))
        words += is_sentence
        return change(one) if is_sentence else one

    def last(ticket: Ticket, *told: Any, **more: Any) -> Ticket:
        new = [changed(one) for one in told], {key: changed(one) for key, one in more.items()}
        assert words == 1
        return story.do(name, ticket, *new[0], **new[1])

    VERBS[name](story, last)


@pytest.mark.parametrize("name", sorted(VERBS.keys() - WORDLESS))
def test_words_that_are_too_long_are_refused_by_each_verb_and_nothing_of_it_happens(house: World, name: str) -> None:
    with pytest.raises(BadText):
        said(name, house, lambda words: words * (BODY // len(words) + 1))
    for ticket in Ticket.objects.all():
        assert ticket.events.count() == ticket.events_count
        assert max(len(one.words) for one in ticket.messages.all()) < SHORT


@pytest.mark.parametrize("name", sorted(VERBS.keys() - WORDLESS))
def test_what_nobody_sees_is_in_the_words_of_no_verb(house: World, name: str) -> None:
    said(name, house, lambda words: f"\x00\u202e{words}\u200b")
    kept = [*Message.objects.values_list("title", "body", "contact"), *TicketEvent.objects.values_list("reason", "ref")]
    assert not {"\x00", "\u202e", "\u200b"} & set("".join("".join(row) for row in kept))


def test_a_report_bears_its_channel(house: World) -> None:
    ticket = Story(house).report(channel=WAY)
    assert (ticket.channel, ticket.events.get().channel) == (WAY, WAY)
