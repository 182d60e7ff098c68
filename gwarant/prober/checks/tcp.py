"""A TCP connection: whether somebody accepts it, and, where asked, what is said on it."""

import socket
from collections.abc import Callable
from time import monotonic_ns

import msgspec
import pycurl
from msgspec.structs import replace

from gwarant.prober.addresses import wrong_host
from gwarant.prober.asked import LINE, NUMBER, WORDS, Asked
from gwarant.prober.line import Door, host_in_url, lead_to, set_up_cold
from gwarant.prober.model import Answer, Reason
from gwarant.prober.phases import phases_of
from gwarant.prober.poll import READ, Poll
from gwarant.prober.tools import Tools
from gwarant.prober.wrong import NEGATIVE, Wrong
from gwarant.prober.wrong import said as _
from gwarant.sla.evidence.model import State

MOST = 64 * 1024  # bytes that are read in search of what is expected
SAID = 400

Done = Callable[[Answer], None]


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where to connect; `send` is said first, what comes back holds `expect`; over `slow` milliseconds: degraded."""

    host: str
    port: int
    send: str = ""
    expect: str = ""
    slow: int = 0


ASKED = {
    "host": Asked(_("Host"), LINE, _("A name or an address, such as mail.shop.example.")),
    "port": Asked(_("Port"), NUMBER),
    "expect": Asked(_("What must come back"), LINE, _("Empty: the connection alone is enough.")),
    "send": Asked(_("What is sent first"), WORDS, usual=False),
    "slow": Asked(
        _("Slow from"), NUMBER, _("Milliseconds; an answer that takes longer is degraded. 0: never."), usual=False
    ),
}


def problems(settings: Settings) -> list[str]:
    """What cannot be meant."""
    found = wrong_host(settings.host)
    if not 0 < settings.port < 65536:
        found.append(Wrong("port", _("a port is a number from 1 to 65535")))
    if settings.slow < 0:
        found.append(Wrong("slow", NEGATIVE))
    return found


def begin(settings: Settings, timeout: int, tools: Tools, done: Done) -> None:
    """Connect; the answer comes by `done`, within `timeout` milliseconds."""
    handle, door = tools.transfers.handle(), Door(tools.reach, keeps=bool(settings.send or settings.expect))
    set_up_cold(handle)
    lead_to(handle, f"http://{host_in_url(settings.host)}:{settings.port}/", timeout)
    handle.setopt(pycurl.CONNECT_ONLY, 1)
    door.guard(handle)

    def connected(handle: pycurl.Curl, code: int, said: str) -> None:
        address = handle.getinfo(pycurl.PRIMARY_IP) or door.barred
        if code:
            state, reason = door.failure(code)
            door.line_to("")
            done(Answer(state, reason, phases_of(handle, reason), address, said=said))
            return
        answer = Answer(State.UP, "", phases_of(handle), address)
        if line := door.line_to(address):
            _Talk(settings, timeout - answer.phases.total // 1000, tools.poll, line, answer, done).begin()
        else:
            done(slow(answer, settings.slow))

    tools.transfers.begin(handle, connected)


def slow(answer: Answer, longest: int) -> Answer:
    """Degraded, where it took longer than so many milliseconds."""
    if answer.state is State.UP and longest and answer.phases.total > longest * 1000:
        return replace(answer, state=State.DEGRADED, code=Reason.SLOW)
    return answer


class _Talk:
    """What is said on the line: ours first, then theirs until it holds what is expected."""

    def __init__(
        self, settings: Settings, left: int, poll: Poll, line: socket.socket, answer: Answer, done: Done
    ) -> None:
        self._settings, self._poll, self._line, self._answer, self._done = settings, poll, line, answer, done
        self._heard, self._begun, self._first = b"", monotonic_ns(), 0
        self._end = poll.after(max(0, left) / 1000, lambda: self._over(State.DOWN, Reason.TIMEOUT))

    def begin(self) -> None:
        self._line.setblocking(False)
        try:
            if self._settings.send:  # a new line takes so little at once
                self._line.send(self._settings.send.encode())
        except OSError:
            self._over(State.DOWN, Reason.CUT)
            return
        if self._settings.expect:
            self._poll.watch(self._line.fileno(), READ, self._came)
        else:
            self._over(State.UP, "")

    def _came(self, _file: int, _events: int) -> None:
        try:
            piece = self._line.recv(MOST)
        except BlockingIOError:
            return
        except OSError:
            piece = b""
        self._first = self._first or monotonic_ns()
        self._heard += piece
        if self._settings.expect.encode() in self._heard:
            self._over(State.UP, "")
        elif not piece:
            self._over(State.DOWN, Reason.CUT if not self._heard else Reason.TEXT)
        elif len(self._heard) > MOST:
            self._over(State.DOWN, Reason.TEXT)

    def _over(self, state: State, code: str) -> None:
        self._end.cancel()
        self._poll.unwatch(self._line.fileno())
        self._line.close()
        now = monotonic_ns()
        first = ((self._first or now) - self._begun) // 1000
        phases = replace(self._answer.phases, first=first, transfer=(now - self._begun) // 1000 - first)
        said = self._heard[:SAID].decode("utf-8", "replace") if state is not State.UP else ""
        self._done(slow(replace(self._answer, state=state, code=code, phases=phases, said=said), self._settings.slow))
