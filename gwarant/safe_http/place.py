"""Where a URL leads, read so strictly that no other reader could take it for another place."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from urllib.parse import SplitResult, urlsplit

from gwarant.safe_http.addresses import is_public, is_within, networks_of
from gwarant.safe_http.model import HttpFailed, Policy

LONGEST = 4096  # signs of a URL
LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
PORT = re.compile(r"[0-9]{1,5}")
USUAL = {"https": 443, "http": 80}


@dataclass(frozen=True)
class Place:
    """The name for TLS and the Host header, the port, the path with its query. `host` is in ASCII and lower case."""

    host: str
    port: int
    path: str
    is_secure: bool

    @property
    def is_literal(self) -> bool:
        """Whether the host is an address already."""
        return ":" in self.host or _ends_in_a_number(self.host)

    @property
    def name(self) -> str:
        """The host as a URL has it."""
        return f"[{self.host}]" if ":" in self.host else self.host

    @property
    def at(self) -> str:
        """Host and port as a URL has them."""
        return f"{self.name}:{self.port}"

    @property
    def origin(self) -> str:
        return f"{'https' if self.is_secure else 'http'}://{self.at}"

    @property
    def url(self) -> str:
        return self.origin + self.path

    def is_named_in(self, inside: Collection[str]) -> bool:
        """Whether the house named this very host, at any port or at this one."""
        return bool({self.host, self.name, self.at} & {one.lower() for one in inside})


def place_of(url: str, policy: Policy) -> Place:
    """The place; HttpFailed for what is no address, or none that these rules let be asked. No name is looked up."""
    parts = _split(url)
    place = Place(
        _host_of(parts), _port_of(parts), (parts.path or "/") + _query_of(parts), parts.scheme.lower() == "https"
    )
    if place.is_named_in(policy.inside):
        return place
    if not (place.is_secure or policy.may_be_plain or _is_in_network(place, policy)):
        raise HttpFailed("plain", "write https://, so that nobody reads it on the way")
    if place.port not in policy.ports and not _is_in_network(place, policy):
        raise HttpFailed("port", f"port {place.port} is not asked")
    if is_home(place) or (place.is_literal and not is_open(place.host, policy)):
        raise inside(place)
    return place


def is_open(address: str, policy: Policy) -> bool:
    """Whether the address may be asked: it is public, or lies in a network that the house named."""
    return is_public(address) or is_within(address, networks_of(policy.inside))


def is_home(place: Place) -> bool:
    """Whether the name stands for the machine itself, whatever a name server says."""
    return place.host == "localhost" or place.host.endswith(".localhost")


def inside(place: Place) -> HttpFailed:
    return HttpFailed("inside", f"{place.host} leads into a network that is not public")


def _is_in_network(place: Place, policy: Policy) -> bool:
    return place.is_literal and is_within(place.host, networks_of(policy.inside))


def _split(url: str) -> SplitResult:
    """The parts. What the library would strip or put right by itself is refused before it can."""
    if len(url) > LONGEST or any(not sign.isprintable() or sign.isspace() or sign in '\\<>"^`{|}' for sign in url):
        raise HttpFailed("address", "it holds signs that an address cannot have, or too many of them")
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise HttpFailed("address", "it is no address that can be read") from error
    if parts.scheme.lower() not in USUAL or not parts.netloc or not url[len(parts.scheme) :].startswith("://"):
        raise HttpFailed("address", "write https://host/…")
    if "@" in parts.netloc:
        raise HttpFailed("address", "leave name and password out of it")
    if not (parts.path + parts.query).isascii():
        raise HttpFailed("address", "its path holds signs that an address cannot have")
    return parts


def _query_of(parts: SplitResult) -> str:
    return f"?{parts.query}" if parts.query else ""


def _host_of(parts: SplitResult) -> str:
    if parts.netloc.startswith("["):
        return _version_6(parts.netloc[1:].partition("]")[0])
    host = _in_ascii(parts.netloc.partition(":")[0].lower())
    if len(host) > 253 or not all(LABEL.fullmatch(label) for label in host.split(".")):
        raise HttpFailed("address", "its host is no name that a name server could know")
    return _version_4(host) if _ends_in_a_number(host) else host


def _version_6(text: str) -> str:
    try:
        found = IPv6Address(text)
    except AddressValueError as error:
        raise HttpFailed("address", "its host is no address of version 6") from error
    if found.scope_id:
        raise HttpFailed("address", "its host names a line of this machine")
    return str(found)


def _version_4(host: str) -> str:
    """Four plain numbers. Other spellings (127.1, 0x7f.1, 2130706433, 0177.0.0.1) mean another host to each reader."""
    try:
        return str(IPv4Address(host))
    except AddressValueError as error:
        raise HttpFailed("address", "write the address of its host as four plain numbers") from error


def _ends_in_a_number(host: str) -> bool:
    last = host.rpartition(".")[2]
    return last.isdigit() or re.fullmatch(r"0x[0-9a-f]*", last) is not None


def _in_ascii(host: str) -> str:
    """The name as name servers know it. One that would come back otherwise (ⓛ, ß, 。) may mean two hosts: refused."""
    if host.isascii():
        return host
    try:
        found = host.encode("idna").decode("ascii")
        if found.encode("ascii").decode("idna") == host:
            return found
    except UnicodeError:
        pass
    raise HttpFailed("address", "write its host as xn--…: this spelling can be read in more than one way")


def _port_of(parts: SplitResult) -> int:
    host_end = parts.netloc.rpartition("]")[2] if parts.netloc.startswith("[") else parts.netloc
    before, colon, text = host_end.partition(":")
    if parts.netloc.startswith("[") and before:
        raise HttpFailed("address", "it is no address that can be read")
    if not colon or not text:
        return USUAL[parts.scheme.lower()]
    if not PORT.fullmatch(text) or not 0 < int(text) < 65536:
        raise HttpFailed("address", "its port is no number from 1 to 65535")
    return int(text)
