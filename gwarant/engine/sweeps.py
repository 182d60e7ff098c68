"""All sweeps, in the order in which they run; lanes run beside each other."""

from collections.abc import Mapping
from functools import partial

from gwarant.engine import (
    certificates,
    clocks,
    closings,
    heartbeat,
    looks,
    mail,
    months,
    outages,
    probers,
    reports,
    sealing,
    words,
)
from gwarant.engine.loop import Sweep
from gwarant.intake.mailboxes import alarms
from gwarant.monitoring.beats import troubles, waiting
from gwarant.monitoring.proving import reading
from gwarant.notify import alarms as accounts
from gwarant.notify.delivery import send_due
from gwarant.notify.media import sending

OURS: Mapping[str, Sweep] = {
    "clocks": clocks.run_once,
    "closings": closings.run_once,
    "heartbeat": heartbeat.run_once,
    "sealing": sealing.run_once,
    "months": months.run_once,
    "looks": looks.run_once,
    "reports": reports.run_once,
    "mail_in": mail.run_once,
    "mail_in_large": mail.run_large,
    "mailboxes": alarms.run_once,
    "accounts": accounts.run_once,
    "probers": probers.run_once,
    "certificates": certificates.run_once,
    "outages": outages.run_once,
    "calls": outages.call_once,
    "beats": waiting.run_once,
    "troubles": troubles.run_once,
    "proofs": reading.run_once,
    "words": words.run_once,
}


UNHURRIED = frozenset({"mailboxes", "accounts"})  # they tell of what has lasted for minutes


def sweeps() -> dict[str, Sweep]:
    """Every sweep by its name: ours, and one for each medium that sends."""
    return {**OURS, **{name: partial(send_due, one.name) for name, one in sending().items()}}


def lanes() -> tuple[tuple[str, ...], ...]:
    """Which run after each other: neither a slow server nor a message that is hard to read delays a deadline."""
    return (
        ("heartbeat",),  # whoever comes back to much that fell due meanwhile says at once that it lives
        ("clocks", "closings", "mailboxes", "accounts", "probers", "certificates"),
        ("beats", "proofs", "troubles", "outages", "calls"),
        ("sealing",),
        ("months",),
        ("looks", "reports", "words"),
        ("mail_in",),
        ("mail_in_large",),
        *((name,) for name in sending()),
    )


SWEEPS, LANES = sweeps(), lanes()
