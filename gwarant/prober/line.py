"""How lines are opened: each a cold one, to addresses that may be called alone. Shared by all that rides on libcurl."""

import os
import socket

import pycurl

from gwarant.prober.addresses import ascii_host
from gwarant.prober.model import Reason
from gwarant.prober.reach import Reach
from gwarant.sla.evidence.model import State

FAILED = {
    pycurl.E_COULDNT_RESOLVE_HOST: Reason.RESOLVE,
    pycurl.E_COULDNT_CONNECT: Reason.REFUSED,
    pycurl.E_OPERATION_TIMEDOUT: Reason.TIMEOUT,
    pycurl.E_PARTIAL_FILE: Reason.CUT,
    pycurl.E_GOT_NOTHING: Reason.CUT,
    pycurl.E_RECV_ERROR: Reason.CUT,
    pycurl.E_SEND_ERROR: Reason.CUT,
    pycurl.E_SSL_CONNECT_ERROR: Reason.TLS,
    pycurl.E_PEER_FAILED_VERIFICATION: Reason.TLS,
    pycurl.E_SSL_CIPHER: Reason.TLS,
    pycurl.E_TOO_MANY_REDIRECTS: Reason.REDIRECTS,
}
OURS = {pycurl.E_OUT_OF_MEMORY, pycurl.E_FAILED_INIT, pycurl.E_SSL_CERTPROBLEM, pycurl.E_SSL_CACERT_BADFILE}


class Lent:
    """A socket as libcurl takes it: it makes a copy of its own and lets this one go, which closes it."""

    __slots__ = ("_file",)

    def __init__(self, file: int) -> None:
        self._file = file

    def fileno(self) -> int:
        return self._file

    def __del__(self) -> None:
        os.close(self._file)


class Door:
    """Opens the sockets of one transfer, to addresses that may be called alone, wherever a redirect leads."""

    __slots__ = ("barred", "keeps", "kept", "reach")

    def __init__(self, reach: Reach, keeps: bool = False) -> None:
        self.reach, self.barred, self.keeps = reach, "", keeps
        self.kept: list[socket.socket] = []

    def guard(self, handle: pycurl.Curl) -> None:
        """Every socket of the transfer goes through here, unless all may be called and none is kept."""
        if self.keeps or not self.reach.everywhere:
            handle.setopt(pycurl.OPENSOCKETFUNCTION, self._socket)

    def failure(self, code: int) -> tuple[State, str]:
        """What it means that the transfer ended with this code of libcurl."""
        if self.barred and code == pycurl.E_COULDNT_CONNECT:
            return State.UNKNOWN, Reason.NOT_ALLOWED
        if code in OURS:
            return State.UNKNOWN, Reason.FAULT
        return State.DOWN, FAILED.get(code, Reason.PROTOCOL)

    def _socket(self, _purpose: int, address: tuple[int, int, int, tuple[str, int]]) -> "socket.socket | Lent | int":
        family, kind, protocol, place = address
        if not self.reach.allows(place[0]):
            self.barred = place[0]
            return int(pycurl.SOCKET_BAD)
        if self.keeps:
            line = socket.socket(family, kind, protocol)
            self.kept.append(line)
            return line
        return Lent(socket.SocketType(family, kind, protocol).detach())  # the plain one: at each look

    def line_to(self, address: str) -> socket.socket | None:
        """The kept socket that is connected to the address; libcurl closes its own copy. The others are closed."""
        found = None
        for line in self.kept:
            if found is None and _peer(line) == address:
                found = line
            else:
                line.close()
        return found


def _peer(line: socket.socket) -> str:
    try:
        return str(line.getpeername()[0])
    except OSError:
        return ""


def set_up_cold(handle: pycurl.Curl) -> None:
    """A line of its own: nothing is kept from before, no name, no connection, no session; and no proxy."""
    option = handle.setopt
    option(pycurl.NOSIGNAL, 1)
    option(pycurl.PROXY, "")
    option(pycurl.PROTOCOLS, pycurl.PROTO_HTTP | pycurl.PROTO_HTTPS)
    option(pycurl.FRESH_CONNECT, 1)
    option(pycurl.FORBID_REUSE, 1)
    option(pycurl.DNS_CACHE_TIMEOUT, 0)


def lead_to(handle: pycurl.Curl, url: str, timeout: int) -> None:
    """Where it goes, and within how many milliseconds."""
    handle.setopt(pycurl.URL, url)
    handle.setopt(pycurl.TIMEOUT_MS, timeout)


def secure(handle: pycurl.Curl, verify: bool, authorities: str) -> None:
    """How a line is secured: with a whole handshake each time, and the certificates told."""
    handle.setopt(pycurl.OPT_CERTINFO, 1)
    handle.setopt(pycurl.SSL_SESSIONID_CACHE, 0)
    if not verify:
        handle.setopt(pycurl.SSL_VERIFYPEER, 0)
        handle.setopt(pycurl.SSL_VERIFYHOST, 0)
    if authorities:
        handle.setopt(pycurl.CAINFO_BLOB, authorities)


def host_in_url(host: str) -> str:
    """The host as a URL has it: in ASCII, an IPv6 address in brackets."""
    host = ascii_host(host)
    return f"[{host}]" if ":" in host and not host.startswith("[") else host
