"""What a check works with: the poll, libcurl, a resolver, and where it may call."""

from dataclasses import dataclass

from gwarant.prober.names import Names
from gwarant.prober.poll import Poll
from gwarant.prober.reach import Reach
from gwarant.prober.transfers import Transfers


@dataclass(frozen=True)
class Tools:
    poll: Poll
    transfers: Transfers
    names: Names
    reach: Reach

    def close(self) -> None:
        """Give back what it holds; whatever is under way ends without a word."""
        self.transfers.close()
        self.names.close()
        self.poll.close()


def tools(reach: Reach) -> Tools:
    """A set of its own."""
    poll = Poll()
    return Tools(poll, Transfers(poll), Names(poll), reach)
