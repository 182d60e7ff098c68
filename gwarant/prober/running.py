"""A prober as a process: its line to the server and its looking, on one poll, until somebody ends it."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from gwarant.prober.checks import KINDS, settings_of
from gwarant.prober.clock import Clock
from gwarant.prober.identity import Identity
from gwarant.prober.journal import Journal
from gwarant.prober.link import Goes, Link
from gwarant.prober.looking import Looking, missed
from gwarant.prober.model import Answer, Reason, Target
from gwarant.prober.protocol import SHARES, Given, Trial
from gwarant.prober.reach import Reach
from gwarant.prober.spool import Spool
from gwarant.prober.tools import Tools, tools
from gwarant.sla.evidence.model import State

TURN = 200  # milliseconds that one turn takes at most


class Running:
    """Looks at what the server gives out, turn by turn; what was not handed over stays in the spool."""

    def __init__(
        self, with_tools: Tools, clock: Clock, identity: Identity, folder: Path, link: type[Link] = Link
    ) -> None:
        self._clock, self._journal, self.spool = clock, Journal(folder), Spool(folder / "spool")
        self._targets: tuple[Target, ...] = ()
        goes = Goes(
            clock.now(),
            lambda: self._looking.fails_since,
            self._set_anew,
            lambda: self._journal.kept,
            partial(tried, with_tools),
        )
        self._link = link(with_tools.poll, clock, identity, self.spool, self._given, goes)
        self._looking = Looking(with_tools, clock, self._link.look)

    def turn(self) -> None:
        """Whatever is due, and for a while whatever comes."""
        self._link.turn()
        self._looking.turn(TURN, self._link.holds)
        if self._journal.is_due(now := self._clock.now()):
            untold = self._looking.oldest, self._link.oldest, self.spool.oldest
            self._journal.write(now, untold, self._link.answered, self.spool.lost)

    def end(self) -> None:
        """What was seen is on the disk."""
        self._link.flush()

    def _given(self, found: Given) -> None:
        now, held = self._clock.now(), self._journal.tokens
        if found.targets is not None:
            for looks, tokens in self._journal.missed(now):
                self._link.tell(looks, tokens, now, is_last=True)
            self._looking.doubt_by(found.references)
            self._looking.watch(found.targets, now)
            self._targets = found.targets
        new = {one.share: one.owed or now for one in found.leases if one.token != held.get(one.share)}
        own = (one for one in self._targets if one.id % SHARES in new)
        untold = [look for one in own for look in missed((one,), new[one.id % SHARES], now, Reason.LATE)]
        self._link.tell(untold, self._link.tokens, now, is_last=True)  # nobody looked since then, or says so
        if new or found.targets is not None:
            self._journal.watch(self._targets, found.leases, now)

    def _set_anew(self, off: int) -> None:
        self._looking.again(off)
        self._journal.anew()


def tried(with_tools: Tools, trial: Trial, done: Callable[[Answer], None]) -> None:
    """Look once, beside the grid, for somebody who waits for it; whatever goes wrong is told."""
    told: list[Answer] = []

    def once(answer: Answer) -> None:
        if not told:
            told.append(answer)
            done(answer)

    try:
        KINDS[trial.kind].begin(settings_of(trial.kind, trial.settings), trial.timeout, with_tools, once)
    except Exception as error:  # a kind or setting that this release does not know, or a fault of ours
        once(Answer(State.UNKNOWN, Reason.FAULT, said=f"{type(error).__name__}: {error}"[:200]))


def run(identity: Identity, folder: Path, reach: Reach, utc: int, goes_on: Callable[[], bool]) -> None:
    """Look at what the server gives out, as long as that is wanted."""
    with_tools = tools(reach)
    running = Running(with_tools, Clock(utc), identity, folder)
    while goes_on():
        running.turn()
    running.end()
    with_tools.close()
