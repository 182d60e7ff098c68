"""ICMP echo: whether a machine answers at all, how fast, and how many packets come back."""

import os
import socket
import struct
from collections.abc import Callable
from contextlib import suppress
from time import monotonic_ns

import msgspec

from gwarant.prober.addresses import ascii_host, wrong_host
from gwarant.prober.asked import LINE, NUMBER, Asked
from gwarant.prober.model import Answer, Phases, Reason
from gwarant.prober.poll import READ
from gwarant.prober.tools import Tools
from gwarant.prober.wrong import NEGATIVE, Wrong
from gwarant.prober.wrong import said as _
from gwarant.sla.evidence.model import State

REQUEST = {socket.AF_INET: 8, socket.AF_INET6: 128}
REPLY = {socket.AF_INET: 0, socket.AF_INET6: 129}
PROTOCOL = {socket.AF_INET: socket.IPPROTO_ICMP, socket.AF_INET6: socket.IPPROTO_ICMPV6}
APART = 0.2  # seconds between two packets

Done = Callable[[Answer], None]


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which host, and how many packets: more than `lost` missing is degraded, all of them down.

    So is a median above `slow` milliseconds: degraded.
    """

    host: str
    packets: int = 3
    lost: int = 0
    slow: int = 0


ASKED = {
    "host": Asked(_("Host"), LINE, _("A name or an address, such as mail.shop.example.")),
    "packets": Asked(_("Packets that are sent"), NUMBER, _("From 1 to 20."), usual=False),
    "lost": Asked(_("Packets that may be lost"), NUMBER, _("When more are lost it is degraded."), usual=False),
    "slow": Asked(
        _("Slow from"), NUMBER, _("Milliseconds; an answer that takes longer is degraded. 0: never."), usual=False
    ),
}


def problems(settings: Settings) -> list[str]:
    """What cannot be meant."""
    found = wrong_host(settings.host)
    if not 1 <= settings.packets <= 20:
        found.append(Wrong("packets", _("from 1 to 20")))
    if not 0 <= settings.lost < settings.packets:
        found.append(Wrong("lost", _("fewer than the packets that are sent")))
    if settings.slow < 0:
        found.append(Wrong("slow", NEGATIVE))
    return found


def begin(settings: Settings, timeout: int, tools: Tools, done: Done) -> None:
    """Send; the answer comes by `done`, within `timeout` milliseconds."""
    begun = monotonic_ns()

    def found(addresses: tuple[str, ...]) -> None:
        resolve = (monotonic_ns() - begun) // 1000
        if not addresses:
            done(Answer(State.DOWN, Reason.RESOLVE, Phases(resolve=resolve)))
        elif not tools.reach.allows(addresses[0]):
            done(Answer(State.UNKNOWN, Reason.NOT_ALLOWED, Phases(resolve=resolve), addresses[0]))
        else:
            left = max(0.05, timeout / 1000 - resolve / 1e6)
            _Echo(settings, addresses[0], left, resolve, tools, done).begin()

    tools.names.addresses(ascii_host(settings.host).strip("[]"), found)


def checksum(data: bytes) -> int:
    """The sum of the words, as ICMP wants it (RFC 792)."""
    words: tuple[int, ...] = struct.unpack(f"!{(len(data) + 1) // 2}H", data + b"\0" * (len(data) % 2))
    total = sum(words)
    total = (total >> 16) + (total & 0xFFFF)
    return ~(total + (total >> 16)) & 0xFFFF


def opened(family: int) -> socket.socket | None:
    """A socket for echoes: one without privileges where the system allows it (`ping_group_range`), else a raw one."""
    for kind in (socket.SOCK_DGRAM, socket.SOCK_RAW):
        try:
            return socket.socket(family, kind, PROTOCOL[socket.AddressFamily(family)])
        except OSError:
            continue
    return None


class _Echo:
    """The packets of one look: sent one after another, and what came back of them."""

    def __init__(self, settings: Settings, address: str, left: float, resolve: int, tools: Tools, done: Done) -> None:
        self._settings, self._address, self._poll, self._done = settings, address, tools.poll, done
        self._resolve, self._family = resolve, socket.AF_INET6 if ":" in address else socket.AF_INET
        self._mark = os.urandom(8)  # ours alone, whatever numbers others use
        self._sent: dict[int, int] = {}
        self._took: dict[int, int] = {}
        self._line = opened(self._family)
        self._end = self._poll.after(left, self._judge)

    def begin(self) -> None:
        if not self._line:
            self._over(State.UNKNOWN, Reason.FAULT, "this process may not send ICMP")
            return
        self._line.setblocking(False)
        try:
            self._line.connect((self._address, 0))
        except OSError as error:
            self._over(State.DOWN, Reason.REFUSED, str(error))
            return
        self._poll.watch(self._line.fileno(), READ, self._came)
        self._send()

    def _send(self) -> None:
        number = len(self._sent)
        if not self._line or number >= self._settings.packets:
            return
        self._sent[number] = monotonic_ns()
        with suppress(OSError):  # no way there: as if it had been lost on its way
            self._line.send(self._packet(number))
        if number + 1 < self._settings.packets:
            self._poll.after(APART, self._send)

    def _packet(self, number: int) -> bytes:
        head = struct.pack("!BBHHH", REQUEST[self._family], 0, 0, os.getpid() & 0xFFFF, number)
        whole = head + self._mark
        return whole[:2] + checksum(whole).to_bytes(2, "big") + whole[4:]

    def _came(self, _file: int, _events: int) -> None:
        try:
            data = self._line.recv(2048) if self._line else b""
        except OSError:  # told by a router on the way: the packet counts as lost
            return
        if data and data[0] >> 4 == 4 and self._family == socket.AF_INET:  # a raw socket gives the header too
            data = data[(data[0] & 15) * 4 :]
        if len(data) < 16 or data[0] != REPLY[self._family] or data[8:16] != self._mark:
            return
        number = int.from_bytes(data[6:8], "big")
        if number in self._sent and number not in self._took:
            self._took[number] = (monotonic_ns() - self._sent[number]) // 1000
        if len(self._took) == self._settings.packets:
            self._judge()

    def _judge(self) -> None:
        wanted, came = self._settings, len(self._took)
        if not came:
            self._over(State.DOWN, Reason.TIMEOUT)
        elif wanted.packets - came > wanted.lost:
            self._over(State.DEGRADED, Reason.LOST, f"{came} of {wanted.packets} came back")
        elif wanted.slow and self._median() > wanted.slow * 1000:
            self._over(State.DEGRADED, Reason.SLOW)
        else:
            self._over(State.UP, "")

    def _median(self) -> int:
        return sorted(self._took.values())[len(self._took) // 2] if self._took else 0

    def _over(self, state: State, code: str, said: str = "") -> None:
        self._end.cancel()
        if self._line:
            self._poll.unwatch(self._line.fileno())
            self._line.close()
            self._line = None
        self._done(Answer(state, code, Phases(resolve=self._resolve, first=self._median()), self._address, said=said))
