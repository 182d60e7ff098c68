"""What the news about a ticket have in common: facts that several kinds keep, with their sentences."""

from dataclasses import dataclass, replace
from typing import ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gwarant.notify.letter import Letter
from gwarant.notify.told import Told
from gwarant.pictures.words import dated, known, minute
from gwarant.sla.contract.model.desk import Moment

AHEAD, LATE, STILL, NOTHING = "", "late", "still", "nothing"  # how what is promised next stands


@dataclass(frozen=True, kw_only=True)
class OfTicket(Told):
    """Whose ticket it is, and on which side its reader works: `desk` or `portal`."""

    key: str = ""
    brings_files: ClassVar[bool] = False  # whether the files of what has just happened go with the news
    title: str = ""
    side: str = "portal"

    def of(self, what: str, *lines: str, tone: str = "") -> Letter:
        """What happened to the ticket, and what there is to say; an empty line is none."""
        return Letter(
            what,
            tuple(line for line in lines if line),
            key=self.key,
            title=self.title,
            path=f"/{self.side}/tickets/{self.key}" if self.key else "",
            action=_("Open the ticket"),
            tone=tone,
            is_word=self.has_words(),
        )

    def has_words(self) -> bool:
        """Whether it carries what a person wrote."""
        return False


@dataclass(frozen=True, kw_only=True)
class By(OfTicket):
    """Somebody did it: `who` is their name."""

    who: str = ""

    def said(self, sentence: str, **other: object) -> str:
        return super().said(sentence, **{"who": self.who or _("Somebody"), **other})


@dataclass(frozen=True, kw_only=True)
class Said(By):
    """Somebody has said something: `text` are their words; `left_out`: a mail's quotes are not among them.

    `files`: how many came with it, which says something without a word too.
    """

    brings_files = True
    text: str = ""
    left_out: bool = False
    files: int = 0

    def has_words(self) -> bool:
        return bool(self.text.strip() or self.files)

    def quoted(self) -> tuple[str, ...]:
        """The words in paragraphs; that there are files alone where nothing was written."""
        said = tuple(part.strip() for part in self.text.split("\n\n") if part.strip())
        if not said and self.files:
            said = (ngettext("[a file without words]", "[%(n)d files without words]", self.files) % {"n": self.files},)
        return (*said, _("[quoted text left out]")) if self.left_out else said

    def writes(self) -> tuple[str, ...]:
        if self.text:
            return (self.said(_("%(who)s writes:")), *self.quoted())
        sends = ngettext(
            "%(who)s sends a file without words.", "%(who)s sends %(files)d files without words.", self.files
        )
        return (self.said(sends),) if self.files else ()


@dataclass(frozen=True, kw_only=True)
class Asks(Said):
    """The customer is asked; `waits`: clocks stand still until they answer."""

    waits: bool = False

    def still(self) -> str:
        return _("Until you answer, the clocks that depend on you are paused.") if self.waits else ""


@dataclass(frozen=True, kw_only=True)
class Promises(OfTicket):
    """What is promised next, by what ends its clock (`stop`, a moment of the contract; empty: our first answer).

    `answer_at`: by when, in the contract's `zone`. `due`: whether that lies ahead, is late, stands still or is none.
    `late_at`, `late_stop`: what is late already beside what lies ahead.
    """

    replaces: ClassVar[bool] = False  # whether it takes back what was promised before
    answer_at: int | None = None
    zone: str = "UTC"
    stop: str = ""
    due: str = AHEAD
    late_at: int | None = None
    late_stop: str = ""

    def promise(self, lang: str) -> str:
        """The sentence, as the page says it."""
        if self.due == STILL:
            return _("The clocks are paused now.")
        if self.due == NOTHING:
            return _("Nothing is due now.") if self.replaces else ""
        stop = self.stop or Moment.FIRST_HUMAN_REPLY.value
        if self.due == LATE:
            return self._was_due(stop, self.answer_at, lang)
        said = _ahead().get(stop, _("We repair it by %(when)s at the latest."))
        parts = (self._was_due(self.late_stop, self.late_at, lang), at_moment(said, self.answer_at, self.zone, lang))
        return " ".join(part for part in parts if part)

    def _was_due(self, stop: str, at: int | None, lang: str) -> str:
        return at_moment(_late().get(stop, _("It should have been repaired by %(when)s.")), at, self.zone, lang)


def _ahead() -> dict[str, str]:
    return {
        Moment.ACKNOWLEDGED.value: _("We take it on by %(when)s at the latest."),
        Moment.FIRST_HUMAN_REPLY.value: _("We answer by %(when)s at the latest."),
        Moment.PUBLIC_UPDATE.value: _("You hear from us by %(when)s at the latest."),
        Moment.SERVICE_RESTORED.value: _("It works again by %(when)s at the latest."),
        Moment.QUOTE_SENT.value: _("You get a quote by %(when)s at the latest."),
        Moment.DIAGNOSED.value: _("We find the cause by %(when)s at the latest."),
    }


def _late() -> dict[str, str]:
    return {
        Moment.FIRST_HUMAN_REPLY.value: _("We should have answered by %(when)s."),
        Moment.PUBLIC_UPDATE.value: _("You should have heard from us by %(when)s."),
        Moment.SERVICE_RESTORED.value: _("It should have worked again by %(when)s."),
        Moment.QUOTE_SENT.value: _("You should have had a quote by %(when)s."),
    }


@dataclass(frozen=True, kw_only=True)
class Judged(Promises):
    """Under which contract it stands, by number, and as what class; without one no time is promised."""

    contract: str = ""
    label: str = ""

    def judged_by(self) -> str:
        if not self.contract:
            return _("No contract covers that system. We have it and will come back to you, but no time is promised.")
        return _("The contract %(number)s covers it, from the report on.") % {"number": self.contract}

    def classed(self, lang: str) -> str:
        return self.said(_("Class: %(label)s."), label=known(self.label, lang)) if self.label else ""


@dataclass(frozen=True, kw_only=True)
class Due(OfTicket):
    """Which clock by its label, which every reader gets in their language; when it is due, in the contract's zone."""

    clock: str = ""
    due_at: int | None = None
    zone: str = "UTC"

    def of_clock(self, what: str, line: str, lang: str, tone: str) -> Letter:
        """What happened to the clock, and when it is due: its reading says that too, where there is one."""
        due = at_moment(line, self.due_at, self.zone, lang)
        return replace(self.of(what, due, tone=tone), due=due)


def at_moment(sentence: str, at: int | None, zone: str, lang: str) -> str:
    """The sentence with a moment to the minute, as people of the contract's zone write it; empty where none is."""
    return sentence % {"when": dated(minute(at), zone, lang)} if at is not None else ""
