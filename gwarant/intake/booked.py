"""What the house's own book is told of mail: each message, decisions, how it comes in and each change of that."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from gwarant.ledger.book import GONE, told, write_down
from gwarant.ledger.tables import Original

MAIL, DECISION, SETTING = "mail", "mail_decision", "mail_setting"
ADDRESS, DOMAIN, MACHINE, BOX = "mail_address", "mail_domain", "mail_machine", "mail_box"
RELATED = ("customer", "ticket", "decided_by")  # of a message, whose names its line needs


def mail_told(raw: Any) -> Original:
    """What stands of a message: its bytes by their hash, how and when it came, what became of it and by whom."""
    facts = {
        "way": raw.way,
        "sha256": raw.sha256,
        "size": raw.size,
        "arrived": raw.arrived_at,
        "received": raw.received_at,
        "outcome": str(raw.outcome),
        "reason": raw.reason,
        "handled": raw.handled_at,
        "customer": raw.customer.key if raw.customer else "",
        "ticket": raw.ticket.key if raw.ticket else "",
        "event": raw.event_id,
        "person": raw.decided_by.opaque if raw.decided_by else "",
        "decided": raw.decided_at,
    }
    words = (raw.box, raw.envelope_from, list(raw.envelope_to), raw.sender, raw.sender_name, raw.subject)
    return told(facts, (*words, raw.message_id, list(raw.copies)))


def decision_told(one: Any) -> Original:
    """What somebody decided about a message."""
    facts = {
        "mail": one.mail_id,
        "before": one.before,
        "outcome": str(one.outcome),
        "open": one.is_open,
        "person": one.decided_by.opaque if one.decided_by else "",
        "at": one.decided_at,
    }
    return told(facts)


def change_told(one: Any) -> Original:
    """One decision about how mail comes in; what was changed and why are words."""
    facts = {
        "kind": str(one.kind),
        "deed": str(one.deed),
        "customer": one.customer.key if one.customer else "",
        "person": one.decided_by.opaque if one.decided_by else "",
        "at": one.decided_at,
    }
    return told(facts, (one.name, one.facts, one.why))


def place_told(one: Any) -> Original:
    """How an address of ours, a customer's domain or a program stands; its name is a word."""
    service = getattr(one, "service", None)
    facts = {
        "customer": one.customer.key if one.customer else "",
        "service": service.key if service else "",
        "class": getattr(one, "class_id", ""),
        "active": one.is_active,
        "created": one.created_at,
    }
    named = (getattr(one, name, "") for name in ("address", "domain", "email"))
    return told(facts, (next(name for name in named if name),))


def box_told(one: Any) -> Original:
    """Where a mailbox is and what becomes of what was read; of its credential when it was typed, and of what kind."""
    facts = {
        "port": one.port,
        "security": str(one.security),
        "entrance": str(one.entrance),
        "credential": one.credential_at,
        "afterwards": str(one.afterwards),
        "active": one.is_active,
        "created": one.created_at,
        "changed": one.changed_at,
    }
    return told(facts, (one.name, one.address, one.host, one.ca, one.user, one.folder, one.moved_to))


SETTINGS: Mapping[str, tuple[tuple[str, ...], Callable[[Any], Original]]] = {  # what is needed beside a row, its line
    ADDRESS: (("customer", "service"), place_told),
    DOMAIN: (("customer",), place_told),
    MACHINE: (("customer", "service"), place_told),
    BOX: ((), box_told),
}


def book_setting(kind: str, one: Any, now: datetime) -> None:
    """Write down how a setting stands from now on, in the transaction of the change."""
    write_down(kind, [(one.pk, SETTINGS[kind][1](one))], now=now)


def book_end(kind: str, number: int, now: datetime) -> None:
    """Write down that its row is taken away."""
    write_down(kind, [(number, GONE)], now=now)


def book_mails(mails: Iterable[Any], now: datetime) -> None:
    """Write down what stands of the messages from now on, in the transaction of the change."""
    write_down(MAIL, ((one.pk, mail_told(one)) for one in mails), now=now)
