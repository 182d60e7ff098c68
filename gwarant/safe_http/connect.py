"""From a place to a line: the name is looked up once, every answer checked, and a checked address connected to."""

import socket
import ssl
from collections.abc import Callable
from functools import lru_cache
from queue import Empty, SimpleQueue
from threading import Thread

from gwarant.safe_http.line import Clock, Line
from gwarant.safe_http.model import Code, HttpFailed, Policy
from gwarant.safe_http.place import Place, inside, is_open

Resolve = Callable[[str, int], list[str]]  # a name and a port → addresses; OSError: there are none
MOST_ADDRESSES = 64  # of a name, all of them checked
TRIED = 4  # of them, one after another
HEAD = 65_536  # bytes of status line and headers


def look_up(host: str, port: int) -> list[str]:
    """What the system's resolver says."""
    return [str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def connected(place: Place, policy: Policy, clock: Clock, resolve: Resolve) -> Line:
    """A line to one of the place's addresses, all of which are public or among the house's exceptions."""
    addresses = _addresses(place, clock, resolve)
    if not place.is_named_in(policy.inside) and not all(is_open(one, policy) for one in addresses):
        raise inside(place)
    raw = _dialled(addresses[:TRIED], place, clock)
    try:
        return Line(_secured(raw, place, policy, clock) if place.is_secure else raw, clock, HEAD)
    except BaseException:
        raw.close()
        raise


def _addresses(place: Place, clock: Clock, resolve: Resolve) -> list[str]:
    if place.is_literal:
        return [place.host]
    try:
        found = list(dict.fromkeys(_waited(lambda: resolve(place.host, place.port), clock)))
    except (OSError, UnicodeError) as error:
        raise HttpFailed("not_found", f"{place.host} was not found: {error}") from error
    if not found:
        raise HttpFailed("not_found", f"{place.host} was not found")
    if len(found) > MOST_ADDRESSES:
        raise HttpFailed("inside", f"{place.host} stands for more addresses than we look at")
    return found


def _waited(ask: Callable[[], list[str]], clock: Clock) -> list[str]:
    """What the resolver says within the time; the system's own cannot be told how long it may take."""
    said: SimpleQueue[list[str] | OSError | UnicodeError] = SimpleQueue()

    def run() -> None:
        try:
            said.put(ask())
        except (OSError, UnicodeError) as error:
            said.put(error)

    Thread(target=run, daemon=True).start()
    try:
        answer = said.get(timeout=clock.left())
    except Empty as error:
        raise HttpFailed("slow", "the name server did not answer") from error
    if isinstance(answer, Exception):
        raise answer
    return answer


def _dialled(addresses: list[str], place: Place, clock: Clock) -> socket.socket:
    """Connected to the first that takes the call. The address is a number already: nothing is looked up again."""
    error: OSError | None = None
    for address in addresses:
        try:
            return socket.create_connection((address, place.port), timeout=clock.left())
        except OSError as refused:
            error = refused
    code: Code = "slow" if isinstance(error, TimeoutError) else "unreachable"
    raise HttpFailed(code, f"{place.at} cannot be reached: {error}") from error


def _secured(raw: socket.socket, place: Place, policy: Policy, clock: Clock) -> ssl.SSLSocket:
    raw.settimeout(clock.left())
    try:
        return _context(policy.ca).wrap_socket(raw, server_hostname=place.host)
    except ssl.SSLCertVerificationError as error:
        raise HttpFailed("tls", f"{place.at}: {error.verify_message}") from error
    except TimeoutError as error:
        raise HttpFailed("slow", f"{place.at} did not answer in time") from error
    except (OSError, ValueError) as error:
        raise HttpFailed("tls", f"{place.at} made no secure line: {type(error).__name__}") from error


@lru_cache(maxsize=8)
def _context(ca: str) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=ca or None)
