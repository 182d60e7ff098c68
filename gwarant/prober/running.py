"""A prober as a process: its line to the server and its looking, on one poll, until somebody ends it."""

from collections.abc import Callable
from pathlib import Path

from gwarant.prober.clock import Clock
from gwarant.prober.identity import Identity
from gwarant.prober.link import Goes, Link
from gwarant.prober.looking import Looking
from gwarant.prober.protocol import Given
from gwarant.prober.reach import Reach
from gwarant.prober.spool import Spool
from gwarant.prober.tools import tools

TURN = 200  # milliseconds that one turn takes at most


def run(identity: Identity, folder: Path, reach: Reach, utc: int, goes_on: Callable[[], bool]) -> None:
    """Look at what the server gives out, as long as that is wanted; what was not handed over stays in the spool."""
    with_tools, clock = tools(reach), Clock(utc)
    link: Link

    def given(found: Given) -> None:
        if found.targets is not None:
            looking.doubt_by(found.references)
            looking.watch(found.targets)

    def set_anew() -> None:
        looking.again()

    goes = Goes(utc, lambda: looking.fails_since, set_anew)
    link = Link(with_tools.poll, clock, identity, Spool(folder / "spool"), given, goes)
    looking = Looking(with_tools, clock, link.look)
    while goes_on():
        link.turn()
        looking.turn(TURN, link.holds)
    link.flush()
    with_tools.close()
