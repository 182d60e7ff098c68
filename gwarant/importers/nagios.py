"""The log of Nagios, Icinga and what descends from them: a line an event, to states that hold until the next."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from gwarant.importers.imported import Imported, Importer
from gwarant.importers.local_time import LocalTimes
from gwarant.importers.option import ANY, NO_OPTIONS, Options, flag
from gwarant.importers.sheet import Findings
from gwarant.importers.status_log import Look, changes_of, every_of
from gwarant.importers.status_words import StatusWords, told_states
from gwarant.sla.evidence.account import account_of
from gwarant.sla.evidence.model import Evidence
from gwarant.sla.evidence.value import Unfit, text
from gwarant.sla.lines import lines_of

SOURCE = "nagios"
OPTIONS = (*ANY, "states", "every")
_LINE = re.compile(r"\[([0-9]{9,11})\] ([A-Z][A-Za-z ]*[A-Za-z])(?:: (.*))?")
STATES = re.compile(r"(?:CURRENT|INITIAL) (SERVICE|HOST) STATE|(SERVICE|HOST) ALERT")
HINT = "a line begins [1772442000] SERVICE ALERT: host;service;CRITICAL;HARD;3;…"


def run(lines: Iterable[str], *, zone: str = "UTC", options: Options = NO_OPTIONS, file: str = "") -> Imported:
    """State intervals: of a host by its name, of a service by `host/service`; raises InputError with every bad line."""
    every, findings = every_of(options), Findings(file)
    words, fates = StatusWords(told_states(options), "state", ()), Counter[str]()
    given = [*(lines_of(lines) if isinstance(lines, str) else lines)]
    looks = sorted(_looks(given, words, fates, findings), key=lambda look: look.at)
    left_out = findings.settle(flag(options, "skip_bad"))
    evidence, notes = changes_of(looks, every, SOURCE)
    made = len(evidence.states)
    fates.update(imported=made, timeless=len(looks) - made, unreadable=len(findings.rows))
    account = account_of(SOURCE, fates)
    said = f"lines that are no state of a host or service, such as notifications and comments: {fates['quiet']}"
    soft = "states of the type SOFT count from their first failed check, as outages do"
    notes += [*([said] if fates["quiet"] else []), soft, *words.notes(), *LocalTimes(zone).notes(), *left_out]
    return Imported(Evidence(states=evidence.states, sources=(SOURCE,), imports=(account,)), tuple(notes))


def _looks(lines: Iterable[str], words: StatusWords, fates: Counter[str], findings: Findings) -> Iterator[Look]:
    seen: set[str] = set()
    for number, raw in enumerate(lines, 1):
        line = raw.removeprefix("\ufeff").rstrip("\r\n")
        if not line.strip():
            continue
        match = _LINE.fullmatch(line)
        if line in seen:
            fates["repeated"] += 1
        elif match is None:
            findings.bad(number, "", "is no line of this log", HINT)
        elif not (kind := STATES.fullmatch(match[2])):
            fates["quiet"] += 1
        else:
            yield from _look(number, int(match[1]), kind[1] or kind[2], match[3] or "", words, findings, fates)
        seen.add(line)


def _look(
    number: int, at: int, of: str, told: str, words: StatusWords, findings: Findings, fates: Counter[str]
) -> Iterator[Look]:
    cells = told.split(";")
    names = 2 if of == "SERVICE" else 1
    try:
        if len(cells) < names + 2:
            raise Unfit(
                f"has {len(cells)} parts, where a state of this kind has {names + 4}; the file may be cut", HINT
            )
        service = str(text(required=True).parse("/".join(cells[:names])))
        if words.is_unwanted(cells[names]):
            fates["unwanted"] += 1
        else:
            yield Look(at * 1000, service, words.state(cells[names]), cells[names + 1], None)
    except Unfit as unfit:
        findings.bad(number, "", unfit.message, unfit.hint)


IMPORTER = Importer(run, OPTIONS)
