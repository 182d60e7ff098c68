"""What stands against a text as a contract: every problem in the order of its lines, with the mend."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from gwarant.packages import library
from gwarant.sla.contract.lint import lint
from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.model.frame import Announcement, Signature
from gwarant.sla.contract.nodes import Node
from gwarant.sla.contract.parse import Parsed, canonical, parse
from gwarant.sla.contract.versions import check_change, earliest_change, ends_sooner
from gwarant.sla.problem import Problem, Severity, did_you_mean

MOST_LETTERS = 100_000
WHOLE = "main"  # the package's own name for all that is looked after
_STOPS = (Severity.ERROR, Severity.BLANK)
_ABSENT = Node(None)


@dataclass(frozen=True, kw_only=True)
class Ground:
    """What a text must agree with: its number and version, the customer's systems, the wording before it, today."""

    number: str = ""
    version: int = 0
    systems: tuple[str, ...] = ()
    former: Contract | None = None
    today: date | None = None


@dataclass(frozen=True)
class Checked:
    """A text that was looked at; `contract` is there unless a value cannot be read or is left open."""

    contract: Contract | None
    problems: tuple[Problem, ...]
    has_only_blanks: bool = False  # no contract yet, because figures are left open and for no other reason

    @property
    def stops(self) -> tuple[Problem, ...]:
        """What must be mended before it can be offered."""
        return tuple(one for one in self.problems if one.severity in _STOPS)

    @property
    def is_fit(self) -> bool:
        return self.contract is not None and not self.stops


def check_text(text: str, ground: Ground = Ground()) -> Checked:
    """Read the text and name every problem: the language's, the linter's, and those of this customer and number."""
    if len(text) > MOST_LETTERS:
        return Checked(None, (_too_long(text),))
    parsed = parse(text, "", library())
    found = [*parsed.problems, *lint(parsed), *_of_ground(parsed, ground)]
    strange = None if parsed.contract is None else _strange_letters(parsed.contract)
    if strange:
        return Checked(None, (strange,))
    problems = tuple(sorted(map(_printable, dict.fromkeys(found)), key=_place))
    return Checked(parsed.contract, problems, parsed.contract is None and not parsed.errors)


def service_keys(contract: Contract, systems: tuple[str, ...]) -> list[str]:
    """The customer's systems that the wording names; none when it covers all."""
    named = [one.id for one in contract.services]
    return [] if named == [WHOLE] and WHOLE not in systems else named


def earliest_day(former: Contract, today: date) -> date:
    """The first day on which a change told today may hold without the other side's consent."""
    notice = former.term.change_notice
    return earliest_change(today, notice) if notice else today


def _of_ground(parsed: Parsed, ground: Ground) -> Iterator[Problem]:
    if parsed.contract is None:
        return
    places = parsed.places or {}
    for problem in (
        *_of_number(parsed.contract, ground),
        *_of_systems(parsed.contract, ground),
        *_of_change(parsed, ground),
    ):
        node = places.get(problem.path, _ABSENT)
        yield problem if node.file else replace(problem, line=node.line, column=node.column)


def _of_number(contract: Contract, ground: Ground) -> Iterator[Problem]:
    data = contract.metadata
    if contract.kind != "Contract":
        yield _problem("kind", _("this is a package, not a contract"), _("write kind: Contract"))
    if ground.number and data.id is not None and data.id != ground.number:
        text = _("the contract's number is %(own)s here, and %(number)s outside the text") % {
            "own": data.id,
            "number": ground.number,
        }
        yield _problem("metadata.id", text, _("write id: %(number)s") % {"number": ground.number})
    if ground.version and data.version != ground.version:
        text = _("this is version %(version)s of the contract") % {"version": ground.version}
        yield _problem("metadata.version", text, _("write version: %(version)s") % {"version": ground.version})


def _of_systems(contract: Contract, ground: Ground) -> Iterator[Problem]:
    if not ground.number:
        return
    for key in service_keys(contract, ground.systems):
        if key not in ground.systems:
            text = _("the customer has no system %(key)s") % {"key": key}
            known = did_you_mean(key, ground.systems) if ground.systems else _("add the system to the customer first")
            yield _problem(f"services.{key}", text, known)


def _of_change(parsed: Parsed, ground: Ground) -> Iterator[Problem]:
    """A change that both accept needs no notice; one that is only announced does."""
    contract, former = parsed.contract, ground.former
    if contract is None or former is None or ground.today is None or contract.effective.from_ is None:
        return
    data, today = contract.metadata, ground.today
    if data.announced or data.signed:
        yield from check_change(former, contract)
        return
    signed = replace(contract, metadata=replace(data, signed=Signature(date_=today)))
    told = replace(contract, metadata=replace(data, announced=Announcement(date_=today)))
    agreed = tuple(_at_once(one, contract.effective.from_, today) for one in check_change(former, signed))
    alone = check_change(former, told) if not any(one.severity is Severity.ERROR for one in agreed) else ()
    if any(one.path == "effective.from" for one in alone):
        yield _too_soon(former, contract.effective.from_, today)
    else:
        yield from (one for one in agreed if one.severity is Severity.ERROR)
    if ends_sooner(former, contract):
        yield _ends_sooner(contract)


def _at_once(one: Problem, start: date, today: date) -> Problem:
    """What is offered today cannot have begun before; what both had signed on paper may have."""
    if one.path != "effective.from" or start >= today:
        return one
    return replace(one, hint=f"the earliest day is {today}", severity=Severity.ERROR)


def _too_soon(former: Contract, start: date, today: date) -> Problem:
    words = {"start": start, "earliest": earliest_day(former, today), "notice": _length(former)}
    text = _("the change would hold from %(start)s, sooner than its notice of %(notice)s allows") % words
    hint = _("the earliest lawful day is %(earliest)s; sooner only because the customer accepts it") % words
    return _problem("effective.from", text, hint, Severity.WARNING, "notice")


def _ends_sooner(contract: Contract) -> Problem:
    text = _("the contract ends on %(last)s; what held before does not come back") % {"last": contract.effective.to}
    hint = _("for other terms for a time alone write a phase, or a further version that begins the day after")
    return _problem("effective.to", text, hint, Severity.WARNING, "notice")


def _length(former: Contract) -> str:
    return str(former.term.change_notice.length) if former.term.change_notice else ""


def _problem(path: str, text: str, hint: str, severity: Severity = Severity.ERROR, code: str = "contract") -> Problem:
    return Problem("", 0, 0, path, text, hint, code, severity)


def _too_long(text: str) -> Problem:
    words = {"letters": len(text), "most": MOST_LETTERS}
    message = _("the text has %(letters)s letters; a contract has at most %(most)s") % words
    return _problem("", message, _("move annexes into documents of their own"), code="length")


def _strange_letters(contract: Contract) -> Problem | None:
    """A letter that no database and no paper holds, written by its number."""
    try:
        if b"\\u0000" not in canonical(contract):
            return None
    except UnicodeEncodeError:
        pass
    return _problem("", _("the text holds a character that cannot be written"), _("take it out"), code="letters")


def _printable(problem: Problem) -> Problem:
    clean = problem.message.replace("\0", "�").encode("utf-8", "replace").decode()
    return replace(problem, message=clean, hint=problem.hint.replace("\0", "�").encode("utf-8", "replace").decode())


def _place(problem: Problem) -> tuple[bool, bool, int, int, str]:
    """The text's own lines first, then what has no line, then what stands in the package."""
    return bool(problem.file), not problem.line, problem.line, problem.column, problem.path
