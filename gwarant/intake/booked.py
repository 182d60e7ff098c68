"""What the house's own book is told of mail: each message and what became of it, decisions, changes of settings."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from gwarant.ledger.book import told, write_down
from gwarant.ledger.tables import Original

MAIL, DECISION, SETTING = "mail", "mail_decision", "mail_setting"
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


def book_mails(mails: Iterable[Any], now: datetime) -> None:
    """Write down what stands of the messages from now on, in the transaction of the change."""
    write_down(MAIL, ((one.pk, mail_told(one)) for one in mails), now=now)
