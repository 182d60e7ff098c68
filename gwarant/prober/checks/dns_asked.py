"""A question to a name server under way, by the library that knows what they say: loaded when the first is asked."""

import socket
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from ipaddress import ip_address
from time import monotonic_ns

import dns.exception
import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdata
import dns.rdatatype
import dns.resolver

from gwarant.prober.addresses import ascii_host
from gwarant.prober.checks.dns import Settings
from gwarant.prober.model import Answer, Phases, Reason
from gwarant.prober.poll import READ, WRITE
from gwarant.prober.tools import Tools
from gwarant.prober.wrong import Unfit, Wrong
from gwarant.prober.wrong import said as _
from gwarant.sla.evidence.model import State

AGAIN = 2.0  # seconds without an answer until the question is put once more: a datagram may be lost
SAID = 400
OF_NAMES = ("CNAME", "MX", "NS", "PTR", "SOA", "SRV")  # whose records hold names
NO_RECORD = _("%(value)s is no such record; write it as a zone file does, such as 10 mail.shop.example.")

Done = Callable[[Answer], None]


def problems(settings: Settings) -> list[str]:
    """What cannot be meant."""
    found: list[str] = []
    try:
        dns.message.make_query(settings.name, settings.record)
        if not settings.name.isascii():
            ascii_host(settings.name)
    except dns.exception.DNSException:
        found.append(Wrong("name", _("%(value)s is no name"), settings.name))
    except Unfit as error:
        found.append(error.of("name"))
    if not settings.name:
        found.append(Wrong("name", _("it is missing")))
    found += [wrong for one in settings.holds for wrong in _wrong_record(one, settings.record)]
    if settings.server and not _is_address(settings.server):
        found.append(
            Wrong("server", _("%(value)s is no address; a name server is asked by its number"), settings.server)
        )
    if not 0 < settings.port < 65536:
        found.append(Wrong("port", _("a port is a number from 1 to 65535")))
    return found


def begin(settings: Settings, timeout: int, tools: Tools, done: Done) -> None:
    """Ask; the answer comes by `done`, within `timeout` milliseconds."""
    server = settings.server or of_this_machine()
    if not server:
        tools.poll.after(0, lambda: done(Answer(State.UNKNOWN, Reason.FAULT, said="this machine names no name server")))
    elif settings.server and not tools.reach.allows(server):
        tools.poll.after(0, lambda: done(Answer(State.UNKNOWN, Reason.NOT_ALLOWED, address=server)))
    else:
        _Question(settings, server, timeout, tools, done).put()


@lru_cache(1)
def of_this_machine() -> str:
    """The first name server of this machine, which may be a private one."""
    try:
        return str(next(iter(dns.resolver.Resolver().nameservers), ""))
    except dns.exception.DNSException:
        return ""


@lru_cache(512)
def record_of(text: str, kind: str) -> dns.rdata.Rdata:
    """The record in the text, names in it as name servers know them. Raises Unfit."""
    if kind in OF_NAMES:
        text = " ".join(one if one.isascii() else ascii_host(one) for one in text.split(" "))
    try:
        return dns.rdata.from_text("IN", kind, text, origin=dns.name.root, relativize=False)
    except (dns.exception.DNSException, ValueError):
        raise Unfit(NO_RECORD, text) from None


def _wrong_record(text: str, kind: str) -> list[str]:
    try:
        record_of(text, kind)
    except Unfit as error:
        return [error.of("holds")]
    return []


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


class _Question:
    """One question under way: by datagram, and by a connection where the answer did not fit into one."""

    def __init__(self, settings: Settings, server: str, timeout: int, tools: Tools, done: Done) -> None:
        self._settings, self._server, self._poll, self._done = settings, server, tools.poll, done
        self._query = dns.message.make_query(settings.name, settings.record, use_edns=True)
        self._begun, self._heard, self._by_stream = monotonic_ns(), b"", False
        self._end = self._poll.after(timeout / 1000, lambda: self._over(State.DOWN, Reason.TIMEOUT))
        self._again = self._poll.after(AGAIN, self._put_again)
        self._line = self._open(socket.SOCK_DGRAM)

    def put(self) -> None:
        try:
            self._line.connect((self._server, self._settings.port))
            self._line.send(self._query.to_wire())
        except OSError:
            self._over(State.DOWN, Reason.REFUSED)
            return
        self._poll.watch(self._line.fileno(), READ, self._came)

    def _open(self, kind: int) -> socket.socket:
        line = socket.socket(socket.AF_INET6 if ":" in self._server else socket.AF_INET, kind)
        line.setblocking(False)
        return line

    def _put_again(self) -> None:
        with suppress(OSError):  # what is wrong with the line is told where it is read
            self._line.send(self._query.to_wire())

    def _came(self, _file: int, _events: int) -> None:
        try:
            piece = self._line.recv(65_535)
        except BlockingIOError:
            return
        except OSError:
            self._over(State.DOWN, Reason.REFUSED)
            return
        if not self._by_stream:
            self._read(piece)
        elif not piece:
            self._over(State.DOWN, Reason.CUT)
        else:
            self._heard += piece
            if len(self._heard) >= 2 + int.from_bytes(self._heard[:2], "big"):
                self._read(self._heard[2:])

    def _read(self, wire: bytes) -> None:
        try:
            answer = dns.message.from_wire(wire)
        except (dns.exception.DNSException, ValueError):
            self._over(State.DOWN, Reason.PROTOCOL)
            return
        if not self._query.is_response(answer):
            return  # of somebody else: the right one may still come
        if answer.flags & dns.flags.TC and not self._by_stream:
            self._ask_by_stream()
            return
        self._over(*self._judged(answer))

    def _ask_by_stream(self) -> None:
        self._again.cancel()
        self._poll.unwatch(self._line.fileno())
        self._line.close()
        self._line, self._by_stream = self._open(socket.SOCK_STREAM), True
        self._line.connect_ex((self._server, self._settings.port))
        self._poll.watch(self._line.fileno(), WRITE, self._connected)

    def _connected(self, _file: int, _events: int) -> None:
        wire = self._query.to_wire()
        try:
            self._line.send(len(wire).to_bytes(2, "big") + wire)
        except OSError:
            self._over(State.DOWN, Reason.REFUSED)
            return
        self._poll.watch(self._line.fileno(), READ, self._came)

    def _judged(self, answer: dns.message.Message) -> tuple[State, str, str]:
        code = dns.rcode.to_text(answer.rcode())
        if code != self._settings.code:
            return State.DOWN, code, ""
        kind = dns.rdatatype.from_text(self._settings.record)
        records = {one for found in answer.answer if found.rdtype == kind for one in found}
        wanted = {record_of(one, self._settings.record) for one in self._settings.holds}
        if wanted - records or (code == "NOERROR" and not records):
            return State.DOWN, Reason.ANSWER, ", ".join(sorted(one.to_text() for one in records))[:SAID]
        return State.UP, code, ""

    def _over(self, state: State, code: str, said: str = "") -> None:
        self._end.cancel()
        self._again.cancel()
        self._poll.unwatch(self._line.fileno())
        self._line.close()
        self._done(Answer(state, code, Phases(first=(monotonic_ns() - self._begun) // 1000), self._server, said=said))
