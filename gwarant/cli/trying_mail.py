"""One message out and in again, for the command line: each step is told, and what is missing at it."""

import time
from collections.abc import Callable
from datetime import datetime
from secrets import token_hex

from django.conf import settings

from gwarant.cli.boxes import NOBODYS
from gwarant.cli.judging_mail import judged
from gwarant.cli.terminal import unusable
from gwarant.customers.models import Customer, IntakeAddress
from gwarant.database.scope import ENGINE, scoped
from gwarant.engine.clock import clock
from gwarant.engine.status import ALIVE, engine_age
from gwarant.files.store import folder
from gwarant.intake.mailboxes.failure import sentence
from gwarant.intake.mailboxes.models import Mailbox
from gwarant.intake.models import Outcome, RawMail
from gwarant.intake.whose import is_nobodys
from gwarant.mail import Mail
from gwarant.mail.child import Parser
from gwarant.notify.actions import house_of
from gwarant.notify.bouncing import is_enveloped
from gwarant.notify.channels import channel_of
from gwarant.notify.channels.envelope import DeliveryFailed
from gwarant.notify.entering import entry
from gwarant.notify.marks import TRIAL
from gwarant.notify.medium import Parcel
from gwarant.notify.mime import envelope_of, envelope_sender, message_id

Tell = Callable[[str], object]
PAUSE = 0.5
TEXT = "This message was sent by “gwarant mail test” and becomes nothing.\n"


def trial(box_name: str, patience: int, tell: Tell, customer: str = "") -> bool:
    """Send a message to ourselves and wait for it; whether it came. It opens no ticket: its outcome is `own`.

    `customer`: whose sender it comes from, by key.
    """
    with scoped(ENGINE):
        agreed = _agreed(customer)
        box = _box(box_name)
        address = box.address if box else _address()
        now = clock()
        _tell_of_the_engine(now, tell)
        if is_nobodys([address]):
            tell(f"whose: {NOBODYS.format(address=address)}")
        known = _sent(address, agreed, now, tell)
        came = bool(known) and _came(known, address, box, patience, tell)
        return came and (not is_enveloped() or _reports_come(box, now, patience, tell))


def _reports_come(box: Mailbox | None, now: datetime, patience: int, tell: Tell) -> bool:
    """Whether what a server reports of one mail of ours would reach us: a second message goes where that would go."""
    env = settings.ENV
    address = envelope_sender(Parcel(TRIAL, "", "en", {}, now), env)
    tell(f"reports: a second message goes to {address}, as a server's report would")
    known = _sent(address, ("", ""), now, tell)
    if known and _came(known, address, box, patience, tell):
        return True
    tell(f"reports: does what comes for {env.email_bounces}, with anything behind a +, reach Gwarant?")
    return False


def _box(name: str) -> Mailbox | None:
    if not name:
        return Mailbox.objects.filter(is_active=True).order_by("name").first()
    found = Mailbox.objects.filter(name=name).first()
    if found is None:
        raise unusable("--box", f"there is no mailbox {name!r}", "gwarant mail boxes names them")
    return found


def _address() -> str:
    found = IntakeAddress.objects.filter(is_active=True).order_by("customer_id", "pk").first()
    if found is None:
        hint = "gwarant mail box add, or an address of the house for a mail server that hands over"
        raise unusable("--box", "there is neither a mailbox nor an address at which mail arrives", hint)
    return found.address


def _tell_of_the_engine(now: datetime, tell: Tell) -> None:
    age = engine_age(now)
    if age is None or age > ALIVE.total_seconds():
        tell("engine: none runs, so nothing that comes is looked at: gwarant up, or gwarant engine")


def _agreed(key: str) -> tuple[str, str]:
    """Name and address that were agreed with the customer; empty without one."""
    if not key:
        return "", ""
    customer = Customer.objects.filter(key=key).first()
    if customer is None:
        raise unusable("--customer", f"there is no customer {key!r}", "write the key, such as SHOP")
    agreed = house_of(customer).agreed
    if not any(agreed):
        raise unusable("--customer", f"no sender was agreed with {key}", "set one on the customer's page")
    return agreed


def _sent(address: str, agreed: tuple[str, str], now: datetime, tell: Tell) -> str:
    """The Message-ID of what was sent; empty where it could not be."""
    env = settings.ENV
    if env.email_url.startswith("file:"):
        tell("out: mail is written into files: set GWARANT_EMAIL_URL to a mail server (smtp://…)")
        return ""
    payload = {"subject": f"Gwarant: mail test {token_hex(4)}", "text": TEXT, "house": "Gwarant", "agreed": agreed}
    parcel = Parcel(f"mail test {token_hex(16)}", address, "en", payload, now)
    try:
        receipt = channel_of(env.email_url, entry(now))(envelope_of(parcel, env))
    except DeliveryFailed as failed:
        tell(f"out: the mail server does not take it: {failed.message}")
        tell("out: look at GWARANT_EMAIL_URL and GWARANT_EMAIL_FROM")
        return ""
    tell(f"out: taken for {address}: {receipt.said}")
    return message_id(parcel, env.email_from).strip("<>")


def _came(known: str, address: str, box: Mailbox | None, patience: int, tell: Tell) -> bool:
    begun = time.monotonic()
    while True:
        found = RawMail.objects.filter(message_id=known).first()
        if found is not None:
            return _told(found, time.monotonic() - begun, tell)
        if time.monotonic() - begun > patience:
            break
        time.sleep(PAUSE)
    tell(f"in: it did not come within {patience} s")
    for line in _missing(address, box):
        tell(f"in: {line}")
    return False


def _told(found: RawMail, seconds: float, tell: Tell) -> bool:
    tell(f"in: it came by {found.get_way_display().lower()} after {seconds:.0f} s")
    with Parser() as parser, folder().open(found.sha256) as content:
        read = parser.read(content)
    for line in judged(read.auth if isinstance(read, Mail) else (), settings.ENV.mail_auth_servers):
        tell(line)
    if found.outcome == Outcome.OWN:
        tell("it was known for our own, and became nothing: all is well")
        return True
    tell(f"but it was taken for “{found.outcome}”: its header X-Gwarant-Instance was lost or changed on the way")
    return False


def _missing(address: str, box: Mailbox | None) -> list[str]:
    waiting = RawMail.objects.filter(outcome=Outcome.WAITING).count()
    if waiting:
        return [f"{waiting} messages wait to be looked at: does an engine run?"]
    if box is None:
        return [f"does the mail server hand over what comes for {address}? gwarant mail listen, gwarant mail deliver"]
    box.refresh_from_db()
    if not box.is_active:
        return [f"the mailbox {box.name} is paused: gwarant mail box pause {box.name} --resume"]
    if box.failure:
        return [f"the mailbox {box.name}: {sentence(box.failure, 'en')}"]
    if box.success_at is None:
        return [f"the mailbox {box.name} was never read: does an engine run?"]
    return [f"the mailbox {box.name} is read: does mail for {address} arrive there, in the folder {box.folder}?"]
