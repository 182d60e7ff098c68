"""Mail by SMTP, a connection for each message."""

import smtplib
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from threading import Timer
from urllib.parse import parse_qsl, unquote, urlsplit

from gwarant.notify.channels.envelope import NO_ENTRY, DeliveryFailed, Entry, Envelope, Receipt

TLS = ("starttls", "offered", "none")
KEYS = ("tls", "ca", "timeout")
LONGEST = 20  # seconds to wait for one answer, at most
WHOLE = 40.0  # seconds for everything after the connection stands


@dataclass(frozen=True)
class SmtpConfig:
    """`tls`: tls from the start, starttls (required), offered (used if it is), none. `ca`: a file of authorities."""

    host: str
    port: int
    user: str = ""
    password: str = ""
    tls: str = "offered"
    ca: str = ""
    timeout: float = 15


def channel(url: str, _entry: Entry = NO_ENTRY) -> Callable[[Envelope], Receipt]:
    return partial(deliver, config_of(url))


def config_of(url: str) -> SmtpConfig:
    """`smtp://user:password@host:587?tls=starttls` or `smtps://…`; a password never goes over a line without TLS."""
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    unknown = sorted(set(options) - set(KEYS))
    if unknown or not parts.hostname:
        raise ValueError(f"{unknown[0]} is not known here: {', '.join(KEYS)}" if unknown else "it names no host")
    if parts.scheme == "smtps" and "tls" in options:
        raise ValueError("smtps:// is TLS from the start: leave tls out")
    user = unquote(parts.username or "")
    usual = "tls" if parts.scheme == "smtps" else ("starttls" if user else "offered")
    tls = options.get("tls", usual)
    if tls not in (*TLS, "tls") or (tls == "tls" and parts.scheme != "smtps"):
        raise ValueError(f"tls={tls} is not known: {', '.join(TLS)}, or smtps:// for TLS from the start")
    if user and tls in ("none", "offered"):
        raise ValueError(f"with tls={tls} the password could be read on the way: write tls=starttls")
    port = parts.port or {"tls": 465}.get(tls, 587 if user else 25)
    password = unquote(parts.password or "")
    return SmtpConfig(parts.hostname, port, user, password, tls, options.get("ca", ""), _seconds(options))


def deliver(config: SmtpConfig, envelope: Envelope) -> Receipt:
    """Hand the message over; after the server's 250 nothing can fail any more."""
    with told(), connected(config) as server:
        if config.user:
            server.login(config.user, config.password)
        return handed(server, envelope)


def handed(server: smtplib.SMTP, envelope: Envelope) -> Receipt:
    """The message in the hands of a server that has let us in."""
    _asked(server.mail(envelope.sender), permanent_from=600)
    _asked(server.rcpt(envelope.to), permanent_from=500)
    return Receipt(_asked(server.data(envelope.content), permanent_from=500))


def _seconds(options: dict[str, str]) -> float:
    raw = options.get("timeout", "15")
    if not (raw.isascii() and raw.isdigit() and 1 <= int(raw) <= LONGEST):
        raise ValueError(f"timeout={raw} is not a number of seconds from 1 to {LONGEST}")
    return float(raw)


@contextmanager
def connected(config: SmtpConfig) -> Iterator[smtplib.SMTP]:
    """A server that was greeted, with TLS where that is wanted; nobody is signed in yet."""
    context = ssl.create_default_context(cafile=config.ca or None)
    if config.tls == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(config.host, config.port, timeout=config.timeout, context=context)
    else:
        server = smtplib.SMTP(config.host, config.port, timeout=config.timeout)
    limit = Timer(WHOLE, _hang_up, [server])
    limit.start()
    try:
        server.ehlo_or_helo_if_needed()
        if config.tls == "starttls" or (config.tls == "offered" and server.has_extn("starttls")):
            server.starttls(context=context)
            server.ehlo()
        yield server
        with suppress(smtplib.SMTPException, OSError):
            server.quit()
    finally:
        limit.cancel()
        server.close()


def _hang_up(server: smtplib.SMTP) -> None:
    """End a conversation that takes too long: whoever waits for an answer finds the line dead."""
    with suppress(OSError, AttributeError):
        server.sock.shutdown(socket.SHUT_RDWR)  # type: ignore[union-attr]


@contextmanager
def told() -> Iterator[None]:
    """What goes wrong with the connection, TLS or the login passes: somebody mends it and the message still goes."""
    try:
        yield
    except smtplib.SMTPResponseException as error:
        raise DeliveryFailed(_said(error.smtp_code, error.smtp_error)) from error
    except (smtplib.SMTPException, OSError) as error:
        raise DeliveryFailed(f"{type(error).__name__}: {error}") from error


def _asked(answer: tuple[int, bytes], permanent_from: int) -> str:
    """What the server said; a refusal from that code on holds for this message for ever."""
    code, said = answer
    if not 200 <= code < 300:
        raise DeliveryFailed(_said(code, said), permanent=permanent_from <= code < 600)
    return _said(code, said)


def _said(code: int, said: bytes | str) -> str:
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return f"{code} {' '.join(words.split())}"[:500]
