"""What every telling of a contract needs: its language, names, lengths and amounts."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from gwarant.pictures.clauses import told_english, told_polish
from gwarant.pictures.clauses.sheet import calendar_words
from gwarant.pictures.clauses.spelled import every_words, joined, minutes_words, percent_words, time_words
from gwarant.pictures.clauses.tables import CHOICES, named, word
from gwarant.pictures.words import money
from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.model.desk import Target
from gwarant.sla.contract.values import NthWeekday, OnDate, Seconds, TimeValue

TOLD = {"en": told_english.TOLD, "pl": told_polish.TOLD}


@dataclass(frozen=True)
class Teller:
    """Tells one contract in one language."""

    contract: Contract
    lang: str

    def say(self, key: str, **values: object) -> str:
        """The sentence of that name with its values set in."""
        return TOLD[self.lang][key].format(**values)

    def known(self, key: str, otherwise: str) -> str:
        """The words of the key, or what the contract says."""
        return TOLD[self.lang].get(key, otherwise)

    def named(self, kind: str, name: str, label: str) -> str:
        """What people call a row of the contract."""
        return named(kind, name, label, self.lang)

    def or_blank(self, text: str | None) -> str:
        """The text, or that it is to be filled in."""
        return text or f"[{word('fill_in', self.lang)}]"

    def capital(self, text: str) -> str:
        """The text as it begins a sentence."""
        return text[:1].upper() + text[1:]

    def length(self, value: TimeValue | Seconds, case: str = "") -> str:
        """A time in words."""
        return time_words(str(value), self.lang, case)

    def length_of_minutes(self, minutes: int) -> str:
        """A number of minutes in words."""
        return minutes_words(str(minutes), self.lang)

    def often(self, value: TimeValue) -> str:
        """How often, in words."""
        return every_words(str(value), self.lang)

    def unit(self, value: TimeValue) -> str:
        """One such length, as it follows "every": "hour", "2 hours"."""
        said = self.often(value).partition(" ")[2]
        return said if self.lang == "en" else self.length(value)

    def within(self, target: Target) -> str:
        """Until when something is promised: "within 1 hour, around the clock"."""
        value = target.value
        if isinstance(value, (OnDate, NthWeekday)):
            return self.say("by" if isinstance(value, OnDate) else "by_weekday", day=self.length(value))
        said = self.say("within", length=self.length(value, "_of"))
        return f"{said}{self.on_calendar(target)}"

    def on_calendar(self, target: Target) -> str:
        """On which calendar a target counts; nothing where working days say it."""
        terms = self.contract.calendars.get(target.calendar)
        if terms is None or (not isinstance(target.value, Seconds) and target.calendar == "office"):
            return ""
        return f", {calendar_words(target.calendar, terms.week, self.lang)}"

    def share(self, value: Decimal) -> str:
        """A percentage."""
        return percent_words(format(value.normalize(), "f"), self.lang)

    def sum(self, pct: Decimal | None, amount: Decimal | None, fee: str) -> str:
        """A share of a fee, or an amount."""
        if pct is None:
            return self.money(amount)
        return self.say("share", pct=self.share(pct), base=self.fee(fee))

    def fee(self, name: str) -> str:
        """The fee that a share is taken of."""
        return self.known(name, self.say("fee_part", name=name))

    def money(self, amount: Decimal | None) -> str:
        """An amount of the contract's currency."""
        return self.or_blank(
            money(amount, self.contract.defaults.currency or "", self.lang) if amount is not None else ""
        )

    @property
    def amounts(self) -> str:
        return CHOICES[self.lang][self.contract.defaults.amounts]

    def all_of(self, names: Iterable[str]) -> str:
        """A list as a sentence has it."""
        return joined(list(names), self.lang)

    def service(self, name: str) -> str:
        """What people call a service."""
        label = next((one.name for one in self.contract.services if one.id == name), "")
        return label or self.capital(self.named("service", name, ""))

    def effect(self, key: str, value: Any) -> str:
        """What a phase changes."""
        plain = str(value).lower() if isinstance(value, bool) else str(value)
        shown = " ".join(map(str, value)) if isinstance(value, list) else plain
        return self.known(f"effect: {key}: {plain}", f"{key}: {shown}")
