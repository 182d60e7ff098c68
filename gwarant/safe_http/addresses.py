"""Which addresses belong to the whole internet: not this machine, not its network, not one that hides in another."""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Network = IPv4Network | IPv6Network

# Told in full: what the library calls global differs from one release of Python to the next.
NOT_PUBLIC_4 = tuple(
    IPv4Network(one)
    for one in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",  # the old way from 6to4
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
    )
)
PUBLIC_6 = IPv6Network("2000::/3")  # all that was ever given out; NAT64, ULA, link-local, mapped and SRv6 lie outside
NOT_PUBLIC_6 = tuple(
    IPv6Network(one)
    for one in (
        "2001::/23",  # Teredo, ORCHID, benchmarks
        "2001:db8::/32",
        "2002::/16",  # 6to4
        "3fff::/20",
    )
)
ISATAP = (0x00005EFE, 0x02005EFE)  # the middle of an address whose last 32 bits are an IPv4 address


def is_public(address: str) -> bool:
    """Whether the address, as a resolver writes it, is one of the whole internet; what is none is not."""
    try:
        found = ip_address(address)
    except ValueError:
        return False
    if isinstance(found, IPv4Address):
        return not any(found in one for one in NOT_PUBLIC_4)
    return _is_public_6(found)


def _is_public_6(found: IPv6Address) -> bool:
    if found.scope_id or found not in PUBLIC_6 or any(found in one for one in NOT_PUBLIC_6):
        return False
    return int(found) >> 32 & 0xFFFFFFFF not in ISATAP


def is_within(address: str, networks: Iterable[Network]) -> bool:
    """Whether the address lies in one of the networks."""
    try:
        found = ip_address(address)
    except ValueError:
        return False
    return any(found in one for one in networks if one.version == found.version)


def networks_of(inside: Iterable[str]) -> tuple[Network, ...]:
    """The networks among the house's exceptions; the rest are names of hosts."""
    return tuple(ip_network(one, strict=False) for one in inside if "/" in one)
