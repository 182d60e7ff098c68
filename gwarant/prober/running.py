"""A prober as a process: its line to the server and its looking, on one poll, until somebody ends it."""

from collections.abc import Callable
from pathlib import Path

from gwarant.prober.clock import Clock
from gwarant.prober.identity import Identity
from gwarant.prober.journal import Journal, waiting
from gwarant.prober.link import Goes, Link
from gwarant.prober.looking import Looking
from gwarant.prober.model import Reason, Target
from gwarant.prober.protocol import SHARES, Given
from gwarant.prober.reach import Reach
from gwarant.prober.spool import Spool
from gwarant.prober.tools import tools

TURN = 200  # milliseconds that one turn takes at most


def run(identity: Identity, folder: Path, reach: Reach, utc: int, goes_on: Callable[[], bool]) -> None:
    """Look at what the server gives out, as long as that is wanted; what was not handed over stays in the spool."""
    with_tools, clock, spool, journal = tools(reach), Clock(utc), Spool(folder / "spool"), Journal(folder)
    held = journal.tokens
    targets: tuple[Target, ...] = ()
    link: Link

    def given(found: Given) -> None:
        nonlocal held, targets
        now = clock.now()
        if found.targets is not None:
            link.tell(*journal.missed(spool, now), now)
            looking.doubt_by(found.references)
            looking.watch(found.targets, now)
            journal.watch(found.targets)
            targets = found.targets
        for one in found.leases:
            if one.token != held.get(one.share):  # nobody has looked since it was given to us, or let go before
                own = [target for target in targets if target.id % SHARES == one.share]
                since = one.free or one.since or now
                looking.tell_missed(own, since, now, Reason.LATE, waiting(spool, since))
        held = {one.share: one.token for one in found.leases}

    def set_anew(off: int) -> None:
        looking.again(off)

    goes = Goes(utc, lambda: looking.fails_since, set_anew)
    link = Link(with_tools.poll, clock, identity, spool, given, goes)
    looking = Looking(with_tools, clock, link.look)
    while goes_on():
        link.turn()
        looking.turn(TURN, link.holds)
        journal.turn(clock.now(), link.tokens, spool.held_since, spool.lost)
    link.flush()
    with_tools.close()
