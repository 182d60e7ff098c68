"""A POST to an address that a person typed: to a public address by HTTPS, nothing followed, little read.

Whoever may type an address could have us knock at doors inside: so the name is looked up once, every address behind it
has to be a public one, and the connection goes to exactly that address. Hosts that the house has named are let through.
"""

import re
import socket
import ssl
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from threading import Timer
from urllib.parse import SplitResult, urlsplit

from gwarant.notify.channels.envelope import DeliveryFailed, Receipt

PATIENCE = 5.0  # seconds to wait for one answer
WHOLE = 10.0  # seconds for everything after the connection stands
READ = 4096  # bytes of the answer, which nobody is shown
HOST = re.compile(r"[a-z0-9.:_-]+", re.IGNORECASE)
LATER = (408, 425, 429)  # "not now": as 5xx
# addresses in which another one is hidden, where it could be one of ours
WRAPPED = (
    IPv6Network("64:ff9b::/96"),
    IPv6Network("64:ff9b:1::/48"),
    IPv6Network("2002::/16"),
    IPv6Network("2001::/32"),
)


@dataclass(frozen=True)
class Place:
    """Where a URL leads: the name for TLS and the Host header, the port, the path with its query."""

    host: str
    port: int
    path: str
    is_secure: bool

    @property
    def at(self) -> str:
        """Host and port as an address has them."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def place_of(url: str, inside: Collection[str] = ()) -> Place:
    """The place; ValueError for what cannot be posted to. Plain HTTP goes only to hosts that are named in `inside`."""
    parts = urlsplit(url)
    try:
        host = (parts.hostname or "").encode("idna").decode("ascii") if parts.hostname else ""
        port = parts.port
    except (ValueError, UnicodeError) as error:
        raise ValueError("it is no address that can be read") from error
    if parts.scheme not in ("https", "http") or not HOST.fullmatch(host):
        raise ValueError("write https://host/…")
    if parts.username or parts.password:
        raise ValueError("leave name and password out of it")
    place = Place(host, port or (443 if parts.scheme == "https" else 80), _path(parts), parts.scheme == "https")
    if not place.is_secure and not _is_named(place, inside):
        raise ValueError("write https://, so that nobody reads it on the way")
    return place


def post(place: Place, body: bytes, content_type: str, inside: Collection[str] = ()) -> Receipt:
    """Post the body; DeliveryFailed for anything but a 2xx. A refusal of this message or its place is permanent."""
    with _told(), _connected(place, _address(place, _is_named(place, inside))) as connection:
        headers = {"Content-Type": content_type, "User-Agent": "Gwarant", "Connection": "close"}
        connection.request("POST", place.path, body, headers)
        answer = connection.getresponse()
        answer.read(READ)
    if not 200 <= answer.status < 300:
        is_final = 300 <= answer.status < 500 and answer.status not in LATER
        raise DeliveryFailed(f"{place.at} answered {answer.status}", is_final)
    return Receipt(str(answer.status))


def _path(parts: SplitResult) -> str:
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if not path.isascii() or any(not sign.isprintable() or sign == " " for sign in path):
        raise ValueError("its path holds signs that an address cannot have")
    return path


def _is_named(place: Place, inside: Collection[str]) -> bool:
    return place.host in inside or place.at in inside


def _address(place: Place, is_named: bool) -> str:
    """The one address that is connected to; all that the name stands for must be public."""
    try:
        found = socket.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise DeliveryFailed(f"{place.host} was not found: {error}") from error
    addresses = [str(one[4][0]) for one in found]
    if not is_named and not all(is_public(one) for one in addresses):
        raise DeliveryFailed(f"{place.host} leads into a network that is not public", permanent=True)
    return addresses[0]


def is_public(address: str) -> bool:
    """Whether an address belongs to the whole internet: not this machine, its network, or one hidden in another."""
    found: IPv4Address | IPv6Address = ip_address(address.partition("%")[0])
    if isinstance(found, IPv6Address):
        if any(found in one for one in WRAPPED):
            return False
        found = found.ipv4_mapped or found
    return found.is_global and not (found.is_multicast or found.is_reserved or found.is_unspecified)


@contextmanager
def _connected(place: Place, address: str) -> Iterator[HTTPConnection]:
    """A connection to that very address, under the host's name."""
    connection = HTTPConnection(place.host, place.port, timeout=PATIENCE)
    raw = socket.create_connection((address, place.port), timeout=PATIENCE)
    try:
        context = ssl.create_default_context()
        connection.sock = context.wrap_socket(raw, server_hostname=place.host) if place.is_secure else raw
    except BaseException:
        raw.close()
        raise
    limit = Timer(WHOLE, _hang_up, [connection.sock])
    limit.start()
    try:
        yield connection
    finally:
        limit.cancel()
        connection.close()


def _hang_up(sock: socket.socket) -> None:
    """End a conversation that takes too long."""
    with suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except (HTTPException, OSError) as error:
        raise DeliveryFailed(f"{type(error).__name__}: {error}") from error
