"""Which addresses a prober may call: those of the whole internet, and the networks that its owner names."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import ip_network

from gwarant.safe_http.addresses import Network, is_public, is_within


@dataclass(frozen=True)
class Reach:
    """The addresses of the internet and those of `networks`; or all, for a prober that stands where its targets are."""

    networks: tuple[Network, ...] = ()
    everywhere: bool = False

    def allows(self, address: str) -> bool:
        """Whether the address, as a resolver writes it, may be called."""
        return self.everywhere or _allowed(address, self.networks)


def reach_of(networks: Iterable[str]) -> Reach:
    """By networks as somebody writes them, `10.0.0.0/8`; `*` is everywhere. Raises ValueError with what is none."""
    wanted = tuple(networks)
    if "*" in wanted:
        return Reach(everywhere=True)
    return Reach(tuple(ip_network(one) for one in wanted))


@lru_cache(4096)
def _allowed(address: str, networks: tuple[Network, ...]) -> bool:
    return is_public(address) or is_within(address, networks)
