"""A request over HTTP or HTTPS on a cold line: its answer, how long each part takes, which certificate is shown."""

from collections.abc import Callable, Hashable
from functools import cached_property, lru_cache
from itertools import count
from typing import Literal, NamedTuple
from urllib.parse import urljoin, urlsplit

import msgspec
import pycurl

from gwarant.prober.addresses import ascii_url, is_led_away, origin_of
from gwarant.prober.asked import CHOICE, FLAG, HEADERS, LINE, LINES, LIST, NUMBER, PAIRS, VALUES, WORDS, Asked
from gwarant.prober.certificates import shown
from gwarant.prober.conditions import (
    COMPARED,
    HeaderIs,
    JsonIs,
    header_line,
    header_lines,
    statuses,
    steps,
    wrong_headers,
    wrong_json,
    wrong_text,
)
from gwarant.prober.line import Door, lead_to, secure, set_up_cold
from gwarant.prober.model import Answer, Reason
from gwarant.prober.pem import wrong_authorities, wrong_pair
from gwarant.prober.phases import phases_of
from gwarant.prober.reach import Reach
from gwarant.prober.tools import Tools
from gwarant.prober.wrong import NEGATIVE, Unfit, Wrong
from gwarant.prober.wrong import said as _
from gwarant.safe_http.fetch import PLAIN_HEADERS
from gwarant.sla.evidence.model import State

MOST = 1 << 20  # bytes of an answer that are read
SAID = 400  # bytes of it that are kept where something was wrong

VERSIONS = {"1.1": pycurl.CURL_HTTP_VERSION_1_1, "2": pycurl.CURL_HTTP_VERSION_2_0}
LEADING_ON = [[code] for code in (b"301", b"302", b"303", b"307", b"308")]
AGENT = {"User-Agent": "Gwarant"}


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, dict=True):
    """Whom to ask and what its answer must be like; one that takes longer than `slow` milliseconds is degraded."""

    url: str
    method: Literal["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] = "GET"
    headers: dict[str, str] = {}
    body: str = ""
    status: tuple[str, ...] = ("2xx",)
    redirects: int = 3
    header: tuple[HeaderIs, ...] = ()
    contains: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    json: tuple[JsonIs, ...] = ()
    slow: int = 0
    verify: bool = True
    authorities: str = ""  # PEM; in place of those that the system trusts
    certificate: str = ""  # PEM of our own, for a server that asks for one
    key: str = ""
    version: Literal["", "1.1", "2"] = ""  # what must be spoken; nothing: whatever both can

    @cached_property
    def plan(self) -> "Plan":
        """What its requests are made of, worked out once."""
        return _plan(self)


METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
ASKED = {
    "url": Asked(_("Address"), LINE, _("https://shop.example/health")),
    "contains": Asked(_("The answer must hold"), LINES, _("A text a line.")),
    "lacks": Asked(_("The answer must not hold"), LINES, _("A text a line."), usual=False),
    "json": Asked(
        _("Values of its JSON"), VALUES, _("A line each: $.queue.length < 10, or $.ok for one that must be true.")
    ),
    "status": Asked(_("Statuses that are good"), LIST, _("Such as 2xx, or 200, 301-303."), usual=False),
    "header": Asked(
        _("Headers of the answer"),
        HEADERS,
        _("A line each: Name: text that it must hold; -Name for one that must not be there."),
        usual=False,
    ),
    "redirects": Asked(_("Redirects that are followed"), NUMBER, _("From 0 to 10."), usual=False),
    "slow": Asked(
        _("Slow from"), NUMBER, _("Milliseconds; an answer that takes longer is degraded. 0: never."), usual=False
    ),
    "method": Asked(_("Method"), CHOICE, choices=tuple((one, one) for one in METHODS), usual=False),
    "headers": Asked(
        _("Headers that are sent"), PAIRS, _("Name: value, one a line, such as a token of its own."), usual=False
    ),
    "body": Asked(_("Body that is sent"), WORDS, usual=False),
    "verify": Asked(_("The certificate must be trusted"), FLAG, usual=False),
    "authorities": Asked(
        _("Trusted authorities (PEM)"), WORDS, _("In place of those that the system trusts."), usual=False
    ),
    "certificate": Asked(
        _("Our own certificate (PEM)"), WORDS, _("For a server that asks for one, with its key."), usual=False
    ),
    "key": Asked(_("Its key (PEM)"), WORDS, usual=False),
    "version": Asked(
        _("Version of HTTP"), CHOICE, choices=(("", _("whatever both speak")), ("1.1", "1.1"), ("2", "2")), usual=False
    ),
}


def problems(settings: Settings) -> list[str]:
    """What cannot be meant."""
    found: list[str] = []
    found += _problems_of("url", lambda: ascii_url(settings.url))
    if not 0 <= settings.redirects <= 10:
        found.append(Wrong("redirects", _("from 0 to 10")))
    if settings.slow < 0:
        found.append(Wrong("slow", NEGATIVE))
    found += _problems_of("headers", lambda: header_lines(settings.headers))
    found += _problems_of("header", lambda: [header_line(one.name, "") for one in settings.header])
    found += wrong_authorities(settings.authorities)
    found += wrong_pair(settings.certificate, settings.key)
    found += _problems_of("status", lambda: statuses(settings.status))
    found += _problems_of("json", lambda: [steps(one.path) for one in settings.json])
    found += [
        Wrong("json", _("%(value)s compares nothing; write eq, ne, lt, le, gt or ge"), one.op)
        for one in settings.json
        if one.op not in COMPARED
    ]
    return found


def _problems_of(field: str, read: Callable[[], object]) -> list[str]:
    try:
        read()
    except Unfit as error:
        return [error.of(field)]
    return []


class Plan(NamedTuple):
    """Where a request goes, and what it is like: requests of one number are set up alike. What its answer must be."""

    url: str
    like: int
    statuses: tuple[range, ...]
    reads: bool  # whether more than the status is judged


def _plan(settings: Settings) -> Plan:
    one, url = settings, ascii_url(settings.url)
    headers = tuple(header_line(*line) for line in (AGENT | one.headers).items())
    parts = urlsplit(url)
    sent = (parts.scheme, parts.username, parts.password, one.method, one.body, headers, one.redirects)
    rest = (bool(one.header), one.version, one.verify, one.authorities, one.certificate, one.key)
    reads = bool(one.header or one.contains or one.lacks or one.json)
    return Plan(url, _like(*sent, *rest), statuses(one.status), reads)


_numbers = count()


@lru_cache(4096)
def _like(*_options: Hashable) -> int:
    """A number for everything that is set at a handle but the address; the same for the same."""
    return next(_numbers)


def _takes_along(settings: Settings) -> bool:
    """Whether something is sent that another server shall not read."""
    return bool(settings.body) or not PLAIN_HEADERS.issuperset(map(str.lower, settings.headers))


def _is_one_of(status: int, wanted: tuple[range, ...]) -> bool:
    for one in wanted:  # noqa: SIM110 - at each look
        if status in one:
            return True
    return False


def begin(settings: Settings, timeout: int, tools: Tools, done: Callable[[Answer], None]) -> None:
    """Ask; the answer comes by `done`, within `timeout` milliseconds."""
    plan, transfers = settings.plan, tools.transfers
    asked: _Asked | None = transfers.prepared.take(plan.like)
    if asked is None:
        asked = _Asked(settings, tools.reach, transfers.handle())
    asked.begin(settings, timeout)

    def over(handle: pycurl.Curl, code: int, said: str) -> None:
        answer = asked.answer(code, said)
        transfers.prepared.put(plan.like, asked)
        done(answer)

    transfers.begin_prepared(asked.handle, over)


class _Asked:
    """A request with its handle, for one look after the other: what has come of its answer so far."""

    __slots__ = ("cut", "door", "handle", "headers", "leads_on", "led_away", "place", "settings", "text")

    def __init__(self, settings: Settings, reach: Reach, handle: pycurl.Curl) -> None:
        self.settings, self.door, self.handle = settings, Door(reach), handle
        self.text = bytearray()
        self.headers: dict[str, str] = {}
        self.cut = False  # more came than is read
        # Whether the answer that comes leads on, from which address it comes, and to which other server it would lead.
        self.leads_on, self.place, self.led_away = False, "", ""
        self._set_up()

    def begin(self, settings: Settings, timeout: int) -> None:
        """Another look, by settings that are like the first ones."""
        self.settings = settings
        self.text, self.headers, self.cut = bytearray(), {}, False
        self.place, self.led_away = settings.plan.url, ""
        self.door.barred = ""
        lead_to(self.handle, settings.plan.url, timeout)

    def _set_up(self) -> None:
        """Every option that is the same for all requests that are alike."""
        wanted, handle, option = self.settings, self.handle, self.handle.setopt
        set_up_cold(handle)
        self.door.guard(handle)
        option(pycurl.WRITEFUNCTION, self._text_came)
        option(pycurl.HTTPHEADER, header_lines(AGENT | wanted.headers))
        if wanted.redirects:
            option(pycurl.FOLLOWLOCATION, 1)
            option(pycurl.MAXREDIRS, wanted.redirects)
            option(pycurl.REDIR_PROTOCOLS, pycurl.PROTO_HTTP | pycurl.PROTO_HTTPS)
        takes_along = bool(wanted.redirects) and _takes_along(wanted)
        if wanted.header or takes_along:
            option(pycurl.HEADERFUNCTION, self._guarded_header_came if takes_along else self._header_came)
        if wanted.version:
            option(pycurl.HTTP_VERSION, VERSIONS[wanted.version])
        self._set_method(handle)
        if wanted.plan.url.startswith("https") or wanted.redirects:
            self._set_security(handle)

    def _set_method(self, handle: pycurl.Curl) -> None:
        wanted = self.settings
        if wanted.method == "HEAD":
            handle.setopt(pycurl.NOBODY, 1)
        elif wanted.body:
            handle.setopt(pycurl.POSTFIELDS, wanted.body.encode())
        if wanted.method not in ("GET", "HEAD"):
            handle.setopt(pycurl.CUSTOMREQUEST, wanted.method)

    def _set_security(self, handle: pycurl.Curl) -> None:
        secure(handle, self.settings.verify, self.settings.authorities)
        if self.settings.certificate:
            handle.setopt(pycurl.SSLCERT_BLOB, self.settings.certificate)
            handle.setopt(pycurl.SSLKEY_BLOB, self.settings.key)

    def _text_came(self, piece: bytes) -> int | None:
        self.text += piece
        if len(self.text) <= MOST:
            return None
        self.cut = True
        return 0  # libcurl ends the transfer here

    def _header_came(self, line: bytes) -> None:
        if line.startswith(b"HTTP/"):
            self.headers.clear()  # of the answer before, which sent us on
        name, colon, value = line.decode("latin-1").partition(":")
        if colon:
            self.headers[name.strip().lower()] = value.strip()

    def _guarded_header_came(self, line: bytes) -> int | None:
        """libcurl would take what is sent along to wherever a redirect leads."""
        if line.startswith(b"HTTP/"):
            self.leads_on = line.split()[1:2] in LEADING_ON
        elif line in (b"\r\n", b"\n") and self.leads_on and (target := self.headers.get("location")):
            self.place, former = urljoin(self.place, target), self.place
            if is_led_away(origin_of(former), self.place):
                self.led_away = self.place
                return 0  # libcurl ends the transfer here
        self._header_came(line)
        return None

    def answer(self, code: int, said: str) -> Answer:
        """What was found, when libcurl says that it is over."""
        handle = self.handle
        failed = code and not self.cut
        if self.led_away:
            said = f"leads to {self.led_away}: what we send would be sent to another server"
            state, reason = State.DOWN, str(Reason.REDIRECTS)
        else:
            state, reason = self.door.failure(code) if failed else self._judged(handle)
        ill = state is not State.UP
        return Answer(
            state,
            reason,
            phases_of(handle, reason),
            handle.getinfo(pycurl.PRIMARY_IP) or self.door.barred,
            None if failed else shown(handle),
            (said if failed else self.text[:SAID].decode("utf-8", "replace")) if ill else "",
        )

    def _judged(self, handle: pycurl.Curl) -> tuple[State, str]:
        status, wanted = handle.getinfo(pycurl.RESPONSE_CODE), self.settings
        if not _is_one_of(status, wanted.plan.statuses):
            return State.DOWN, str(status)
        if wanted.version and handle.getinfo(pycurl.INFO_HTTP_VERSION) != VERSIONS[wanted.version]:
            return State.DOWN, Reason.PROTOCOL
        if wanted.plan.reads and (wrong := self._wrong()):
            return State.DOWN, wrong
        if wanted.slow and handle.getinfo(pycurl.TOTAL_TIME) * 1000 > wanted.slow:
            return State.DEGRADED, Reason.SLOW
        return State.UP, str(status)

    def _wrong(self) -> str:
        """The first condition that the answer does not meet, or nothing."""
        wanted, text = self.settings, bytes(self.text)
        wrong = wrong_headers(wanted.header, self.headers) or wrong_text(wanted.contains, wanted.lacks, text)
        return wrong or (wrong_json(wanted.json, text) if wanted.json else "")
