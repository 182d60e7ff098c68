"""Mail by an account that signs in by token: Microsoft Graph's sendMail, or SMTP with XOAUTH2."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from urllib.parse import parse_qsl, unquote, urlsplit

from gwarant.notify.channels import smtp
from gwarant.notify.channels.envelope import DeliveryFailed, Entry, Envelope, Receipt
from gwarant.oauth import Password, SignInFailed, Token, enter_smtp, send_by_graph, sentence
from gwarant.oauth.graph import HOST, POLICY
from gwarant.oauth.model import GRAPH, OUTLOOK

KEYS = ("host", "ca")
OF_THE_MESSAGE = frozenset({"too_long"})  # says nothing of the account


@dataclass(frozen=True)
class GraphConfig:
    """From whose mailbox, and by which server, of a national cloud for example; `ca`: a file of authorities."""

    user: str
    host: str = HOST
    ca: str = ""


def by_graph(url: str, entry: Entry) -> Callable[[Envelope], Receipt]:
    return partial(deliver_by_graph, graph_of(url), entry)


def by_smtp(url: str, entry: Entry) -> Callable[[Envelope], Receipt]:
    return partial(deliver_by_smtp, smtp_of(url), entry)


def graph_of(url: str) -> GraphConfig:
    """`graph://desk@house.example`, with `?host=graph.microsoft.us` for another cloud."""
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    unknown = sorted(set(options) - set(KEYS))
    user, _, domain = unquote(parts.netloc).rpartition("@")
    if unknown:
        raise ValueError(f"{unknown[0]} is not known here: {', '.join(KEYS)}")
    if not (user and domain) or ":" in parts.netloc:
        raise ValueError("write graph://desk@house.example with the address of the mailbox that sends")
    host = f"https://{options['host']}" if options.get("host") else HOST
    return GraphConfig(f"{user}@{domain}", host, options.get("ca", ""))


def smtp_of(url: str) -> smtp.SmtpConfig:
    """`smtp+oauth://desk@house.example@smtp.office365.com`, port 587 with STARTTLS, or `smtps+oauth://…`, port 465."""
    config = smtp.config_of(url.replace("+oauth:", ":", 1))
    if not config.user or config.password:
        raise ValueError("name the account and no password: smtp+oauth://desk@house.example@smtp.office365.com")
    return config


def deliver_by_graph(config: GraphConfig, entry: Entry, envelope: Envelope) -> Receipt:
    """Hand the whole message over; Microsoft sends it from the account's mailbox, to whom its To names."""
    policy = replace(POLICY, inside=entry.inside, ca=config.ca)
    with _told(config.user, entry):
        token = entry.shown(config.user, GRAPH)
        if not isinstance(token, Token):
            raise SignInFailed("no_xoauth2")
        said = send_by_graph(config.user, envelope.content, token, policy, config.host)
        entry.went(config.user, None)
    return Receipt(f"202 {said}".strip())


def deliver_by_smtp(config: smtp.SmtpConfig, entry: Entry, envelope: Envelope) -> Receipt:
    """The same as with a password, but that a token is shown."""
    with _told(config.user, entry):
        shown: Token | Password = entry.shown(config.user, OUTLOOK)
        with smtp.told(), smtp.connected(config) as server:
            enter_smtp(server, config.user, shown)
            entry.went(config.user, None)
            return smtp.handed(server, envelope)


@contextmanager
def _told(user: str, entry: Entry) -> Iterator[None]:
    """Whoever is not let in is tried again: somebody mends it, and the message still goes."""
    try:
        yield
    except SignInFailed as failed:
        if failed.code not in OF_THE_MESSAGE:
            entry.went(user, failed)
        said = f"{user}: {failed.said}" if failed.said else user
        told = f"{user}: {sentence(failed, 'en')}"
        raise DeliveryFailed(told, failed.code in OF_THE_MESSAGE, failed.code, said) from failed
