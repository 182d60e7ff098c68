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
from gwarant.sla.evidence.model import Evidence, State
from gwarant.sla.evidence.value import Unfit, text
from gwarant.sla.lines import lines_of

SOURCE = "nagios"
OPTIONS = (*ANY, "states", "every")
_LINE = re.compile(r"\[([0-9]{9,11})\] ([^:]+)(?:: ?(.*))?")
ENDING = re.compile(r"Caught SIG(?!HUP)\w+, shutting down\.*|Successfully shutdown\b.*")
ANEW = re.compile(r"Caught SIGHUP, restarting\.*")
BEGINNING = re.compile(r"\S+ \S+ starting\.\.\. .*")
NOT_RUNNING = "not_running"
STATES = re.compile(r"(?:CURRENT|INITIAL) (SERVICE|HOST) STATE|(SERVICE|HOST) ALERT")
HINT = "a line begins [1772442000] SERVICE ALERT: host;service;CRITICAL;HARD;3;…"


def run(lines: Iterable[str], *, zone: str = "UTC", options: Options = NO_OPTIONS, file: str = "") -> Imported:
    """State intervals: of a host by its name, of a service by `host/service`; raises InputError with every bad line."""
    every, findings = every_of(options), Findings(file)
    words, fates = StatusWords(told_states(options), "state", ()), Counter[str]()
    given = [*(lines_of(lines) if isinstance(lines, str) else lines)]
    runs = _Runs()
    told = sorted(_looks(given, words, fates, findings, runs), key=lambda look: look.at)
    left_out = findings.settle(flag(options, "skip_bad"))
    looks = sorted([*told, *runs.silence(told)], key=lambda look: (look.at, look.code == NOT_RUNNING))
    evidence, notes = changes_of(looks, every, SOURCE)
    made = sum(one.code != NOT_RUNNING for one in evidence.states)
    fates.update(imported=made, timeless=len(told) - made, unreadable=len(findings.rows))
    account = account_of(SOURCE, fates)
    said = f"lines that are no state of a host or service, such as notifications and comments: {fates['quiet']}"
    soft = "states of the type SOFT count from their first failed check, as outages do"
    off = f"times at which the program was not running: {len(runs.ends)}; until the next line about it nothing is known"
    notes += [
        *([said] if fates["quiet"] else []),
        *([off] if runs.ends else []),
        soft,
        *words.notes(),
        *LocalTimes(zone).notes(),
        *left_out,
    ]
    return Imported(Evidence(states=evidence.states, sources=(SOURCE,), imports=(account,)), tuple(notes))


class _Runs:
    """When the program that writes the log was not running, and so nobody looked: by its words, or by their lack."""

    def __init__(self) -> None:
        self.ends: list[int] = []
        self._last, self._is_off, self._is_anew = 0, False, False

    def hear(self, at: int, words: str) -> None:
        """A line of the log, in its order; seconds UTC."""
        if ENDING.fullmatch(words):
            if not self._is_off:
                self.ends.append(at * 1000)
            self._is_off = True
        elif ANEW.fullmatch(words):
            self._is_anew = True
        elif BEGINNING.fullmatch(words):
            if self._last and not self._is_off and not self._is_anew:  # it was killed: its last line is the last known
                self.ends.append(self._last * 1000)
            self._is_off = self._is_anew = False
        self._last = max(self._last, at)

    def silence(self, told: Iterable[Look]) -> Iterator[Look]:
        """From each end on nothing is known of what was told of before."""
        first: dict[str, int] = {}
        for look in told:
            first.setdefault(look.service, look.at)
        for at in self.ends:
            yield from (Look(at, one, State.UNKNOWN, NOT_RUNNING, None) for one, since in first.items() if since <= at)


def _looks(
    lines: Iterable[str], words: StatusWords, fates: Counter[str], findings: Findings, runs: _Runs
) -> Iterator[Look]:
    seen: set[str] = set()
    for number, raw in enumerate(lines, 1):
        line = raw.removeprefix("\ufeff").rstrip("\r\n")
        if not line.strip():
            continue
        match = _LINE.fullmatch(line)
        if match is not None and line not in seen:
            runs.hear(int(match[1]), line.partition("] ")[2])
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
