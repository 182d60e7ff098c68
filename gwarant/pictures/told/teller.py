"""What every telling of a contract needs: its language, names, lengths and amounts."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from gwarant.pictures.clauses.spelled import day_words, every_words, joined, percent_words, time_words, week_words
from gwarant.pictures.clauses.tables import named
from gwarant.pictures.phrases import WEEKDAYS_SINCE
from gwarant.pictures.told.model import Told
from gwarant.pictures.told.words import WORDS
from gwarant.pictures.words import count, money
from gwarant.sla.calendar import CalendarError, Week
from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.model.promises import Bound
from gwarant.sla.contract.values import NthWeekday, OnDate, Seconds, TimeValue

_ABOUT = re.compile(r"([“„]?\{(?:label|name|clock|calendar|service|promise|work)\}”?): ")
_BEFORE_STOP = re.compile(r"\{(\w+)\}\.(?!\.)")
_ONE = re.compile(r"\b1 (godzin|minut|sekund)a\b")
_ENDINGS = {1: "1st", 2: "2nd", 3: "3rd", 4: "4th", 5: "5th"}


@dataclass(frozen=True)
class Teller:
    """Tells one contract in one language."""

    contract: Contract
    lang: str

    def say(self, key: str, /, **values: object) -> str:
        """The sentence of that name with its values set in; one that ends with a full stop brings its own."""

        def closed(found: re.Match[str]) -> str:
            return found[0][:-1] if str(values.get(found[1], "")).endswith(".") else found[0]

        return _BEFORE_STOP.sub(closed, WORDS[self.lang][key]).format(**values)

    def told(self, path: str, key: str, /, **values: object) -> Told:
        """The sentence of that name as one that comes from a field."""
        head = _ABOUT.match(WORDS[self.lang][key])
        text = self.say(key, **values)
        return Told(path, text, head[1].format(**values) if head else "")

    def known(self, key: str) -> bool:
        """Whether there are words for the key."""
        return key in WORDS[self.lang]

    def term(self, kind: str, value: Any) -> str:
        """The words for a word of the contract; one of the contract's own as it stands."""
        key = f"{kind}: {value}"
        return self.say(key) if self.known(key) else plain(value)

    def terms(self, kind: str, values: Iterable[Any]) -> str:
        """A list of such words."""
        return self.all_of(self.term(kind, one) for one in values)

    def all_of(self, names: Iterable[str]) -> str:
        """A list as a sentence has it."""
        return joined(list(names), self.lang)

    def or_blank(self, text: str | None) -> str:
        """The text, or that it is to be filled in."""
        return text or f"[{self.say('blank')}]"

    def length(self, value: TimeValue | Seconds) -> str:
        """A time in words: "1 godzina"."""
        return time_words(str(value), self.lang)

    def length_of(self, value: TimeValue | Seconds) -> str:
        """A time as it follows "within": "1 godziny"."""
        return time_words(str(value), self.lang, "_of")

    def length_for(self, value: TimeValue | Seconds) -> str:
        """A time as it follows "for" or "every": "1 godzinę"."""
        said = every_words(str(value), self.lang)
        head, _, rest = said.partition(" ")
        if self.lang == "pl" and head == "co":
            return rest
        return self.accusative(self.length(value))

    def accusative(self, text: str) -> str:
        """The same length as an object has it in Polish: "1 godzinę i 30 minut"."""
        return _ONE.sub(r"1 \1ę", text) if self.lang == "pl" else text

    def often(self, value: TimeValue) -> str:
        """How often: "every month", "co 6 miesięcy"."""
        return every_words(str(value), self.lang)

    def unit(self, value: TimeValue | Seconds) -> str:
        """One such length as it follows "each": "hour", "30 minutes", "godzinę"."""
        said = every_words(str(value), self.lang)
        return self.accusative(said.partition(" ")[2] or self.length(value))

    def within(self, value: TimeValue) -> str:
        """Until when: "within 1 hour", "do końca 2. wtorku po zgłoszeniu"."""
        if isinstance(value, OnDate):
            return self.say("by", day=self.length(value))
        if isinstance(value, NthWeekday):
            nth = str(value.nth) if self.lang == "pl" else _ENDINGS.get(value.nth, str(value.nth))
            return self.say("by_weekday", nth=nth, weekday=WEEKDAYS_SINCE[self.lang][value.weekday])
        return self.say("within", length=self.length_of(value))

    def share(self, value: Decimal) -> str:
        """A percentage with its own digits."""
        return percent_words(format(value.normalize(), "f"), self.lang)

    def shares(self, values: Iterable[Decimal | int]) -> str:
        return self.all_of(self.share(Decimal(one)) for one in values)

    def figure(self, value: Decimal) -> str:
        """A plain number with its own digits."""
        return self.share(value).removesuffix("%")

    def bound(self, bound: Bound, is_share: bool = True) -> str:
        """At least, more than, at most, less than a figure."""
        key = next(one for one in ("ge", "gt", "le", "lt") if getattr(bound, one) is not None)
        return self.say(key, n=self.share(bound.number) if is_share else self.figure(bound.number))

    def money(self, amount: Decimal | None) -> str:
        """An amount of the contract's currency; places that are not to be filled keep their digits."""
        if amount is None:
            return self.or_blank("")
        exponent = amount.normalize().as_tuple().exponent
        is_fine = isinstance(exponent, int) and exponent < -2
        currency = self.contract.defaults.currency or self.or_blank("")
        return f"{self.figure(amount)} {currency}" if is_fine else money(amount, currency, self.lang)

    @property
    def amounts(self) -> str:
        return self.say(self.contract.defaults.amounts.value)

    def count(self, number: int, noun: str) -> str:
        return count(number, noun, self.lang)

    def day(self, day: Any) -> str:
        return day_words(str(day), self.lang)

    def calendar(self, name: str) -> str:
        """What people call a calendar."""
        return plain(named("calendar", name, "", self.lang))

    def week(self, text: str) -> str:
        return self.say("closed") if text.strip() == "closed" else week_words(text, self.lang)

    def is_always(self, name: str) -> bool:
        """Whether a calendar of the contract never closes."""
        terms = self.contract.calendars.get(name)
        has_gaps = terms is None or terms.holidays != "none" or bool(terms.free_days or terms.exceptions)
        return terms is not None and not has_gaps and is_whole_week(terms.week)

    def on(self, name: str) -> str:
        """On which calendar a time counts, as it follows the time."""
        if not name:
            return ""
        if self.is_always(name):
            return self.say("on_always")
        known = f"on: {name}"
        return self.say(known) if self.known(known) else self.say("on", name=self.calendar(name))

    def outside(self, name: str) -> str:
        """That something starts outside the hours of a calendar."""
        known = f"outside: {name}"
        return self.say(known) if self.known(known) else self.say("outside_calendar", name=self.calendar(name))

    def service(self, name: str) -> str:
        """What people call a service."""
        label = next((one.name for one in self.contract.services if one.id == name), "")
        return label or capital(named("service", name, "", self.lang))

    def class_(self, name: str) -> str:
        return self._label("class", name, self.contract.classes)

    def classes(self, names: Iterable[str]) -> str:
        """Classes by their names, in quotation marks."""
        return self.all_of(self.quoted(self.class_(one)) for one in names)

    def clock(self, name: str) -> str:
        return self._label("clock", name, self.contract.clocks)

    def promise(self, name: str) -> str:
        """What people call a promise of any kind: availability, measure, duty or clock."""
        for one in self.contract.availability:
            if one.id == name:
                return self.up(one.label, one.service)
        contract = self.contract
        for kind, rows in (("measure", contract.measures), ("duty", contract.duties), ("clock", contract.clocks)):
            if any(one.id == name for one in rows):
                return self._label(kind, name, rows)
        return name

    def up(self, label: str, service: str) -> str:
        """What people call a promise of availability."""
        return label or self.service(service)

    def quoted(self, text: str) -> str:
        return f"„{text}”" if self.lang == "pl" else f"“{text}”"

    def _label(self, kind: str, name: str, rows: Iterable[Any]) -> str:
        return self.name(kind, name, next((one.label for one in rows if one.id == name), ""))

    def name(self, kind: str, name: str, label: str) -> str:
        """What people call a row: its label, or what its short name means where that is known."""
        known = f"name: {name}"
        return self.say(known) if not label and self.known(known) else named(kind, name, label, self.lang)


def capital(text: str) -> str:
    """The text as it begins a sentence."""
    return text[:1].upper() + text[1:]


def small(text: str) -> str:
    """The text as it stands within a sentence."""
    return text[:1].lower() + text[1:]


def plain(value: Any) -> str:
    """A word of the contract's own without its underlines."""
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return text.replace("_", " ")


def is_whole_week(text: str) -> bool:
    """Whether the hours are 24 a day on every day."""
    try:
        return str(Week.parse(text)) == "24/7"
    except (CalendarError, ValueError):
        return False
