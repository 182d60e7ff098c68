"""Which addresses a prober may call: those of the whole internet, and the networks that its owner names."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from ipaddress import ip_network

from gwarant.safe_http.addresses import Network, is_public, is_within

REMEMBERED = 4_096  # addresses


@dataclass(frozen=True)
class Reach:
    """The addresses of the internet and those of `networks`; or all, for a prober that stands where its targets are."""

    networks: tuple[Network, ...] = ()
    everywhere: bool = False
    _known: dict[str, bool] = field(default_factory=dict, compare=False, repr=False)

    def allows(self, address: str) -> bool:
        """Whether the address, as a resolver writes it, may be called."""
        if self.everywhere:
            return True
        found = self._known.get(address)
        if found is None:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            found = self._known[address] = is_public(address) or is_within(address, self.networks)
        return found


def reach_of(networks: Iterable[str]) -> Reach:
    """By networks as somebody writes them, `10.0.0.0/8`; `*` is everywhere. Raises ValueError with what is none."""
    wanted = tuple(networks)
    if "*" in wanted:
        return Reach(everywhere=True)
    return Reach(tuple(ip_network(one) for one in wanted))
