"""A mail as the bytes that go over the line; the same mail gives the same bytes each time."""

from collections.abc import Mapping, Sequence
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from hashlib import sha256
from typing import Any

from gwarant.mail.automatic import DELIVERY_HEADER, INSTANCE_HEADER
from gwarant.mail.tokens import TICKET
from gwarant.notify.channels.envelope import DeliveryFailed, Envelope
from gwarant.notify.failures import NO_ADDRESS
from gwarant.notify.flowed import flowed
from gwarant.notify.marks import SHORT, TRIAL, Borne, instance, mark_of, name_of, seal_of
from gwarant.notify.medium import Parcel, Ways
from gwarant.notify.render import BAR

File = tuple[str, str, bytes]  # name, type, bytes
# Neither absences nor receipts are wanted for what nobody wrote; that it did not arrive (NDR) is.
NO_ANSWERS = "DR, RN, NRN, OOF, AutoReply"


def envelope_of(parcel: Parcel, ways: Ways, picture: bytes = b"", files: Sequence[File] = ()) -> Envelope:
    """The message and where it goes; DeliveryFailed for an address that no mail can reach.

    It comes from what was agreed with the customer, else from the house; what does not arrive comes back to us. The key
    makes the Message-ID, so that a mail sent twice has one.
    """
    sender, to, told = _address(ways.email_from, is_ours=True), _address(parcel.address), parcel.payload
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"] = _agreed(sender, told), to
    message["Subject"] = told.get("subject", "")
    answers = told.get("answers") or ways.email_reply_to
    if answers:
        message["Reply-To"] = _address(answers, is_ours=True)
    message["Date"] = format_datetime(parcel.at)
    message["Message-ID"] = _id(parcel, sender.domain)
    message["Content-Language"] = parcel.language
    _classify(message, told, sender.domain)
    message[INSTANCE_HEADER] = instance()
    if parcel.number:
        message[DELIVERY_HEADER] = header_seal(parcel)
    if told.get("thread"):
        root = _root(told["thread"], sender.domain)
        message["In-Reply-To"], message["References"] = root, root
    _fill(message, parcel, picture)
    _attach(message, parcel, files)
    name = f"{parcel.at:%Y%m%dT%H%M%SZ}-{_name(parcel.key)}"
    return Envelope(name, envelope_sender(parcel, ways), to.addr_spec, message.as_bytes())


def envelope_sender(parcel: Parcel, ways: Ways) -> str:
    """To whom a server reports that the mail did not arrive: where it is set an address of this mail alone."""
    home = _address(ways.email_bounces or ways.email_from, is_ours=True)
    if not ways.email_bounces:
        return home.addr_spec
    key = parcel.key if parcel.number else TRIAL
    return f"{home.username}+{seal_of(parcel.number, key, Borne.ENVELOPE)}@{home.domain}"


def header_seal(parcel: Parcel) -> str:
    """What the head says of the delivery; it comes back with a report."""
    return seal_of(parcel.number, parcel.key, Borne.HEADER)


def message_id(parcel: Parcel, sender: str) -> str:
    """The Message-ID of the mail: one that was sent twice is known by it."""
    return _id(parcel, _address(sender, is_ours=True).domain)


def _classify(message: EmailMessage, told: Mapping[str, Any], domain: str) -> None:
    """Say what kind of mail it is, to answering machines and filters.

    A person's words are no automatic mail and no list's, because another desk that they reach would put them aside.
    """
    if not told.get("is_word"):
        message["Auto-Submitted"] = "auto-generated"
        message["X-Auto-Response-Suppress"] = NO_ANSWERS
        if not told.get("is_personal"):
            message["Precedence"] = "bulk"
    if told.get("list"):
        message["List-Id"] = _named_list(told["list"], told.get("list_name", ""), domain)
    if told.get("choices"):
        message["List-Unsubscribe"] = f"<{told['choices']}>"
    if told.get("one_click"):
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"  # RFC 8058


def _named_list(key: str, name: str, domain: str) -> str:
    """What filters know all mails of a customer by (RFC 2919): its key under our domain, behind its name."""
    words = "".join(sign for sign in name if sign.isascii() and sign.isprintable() and sign not in '"\\<>')
    return f'"{" ".join(words.split())}" <{key.lower()}.gwarant.{domain}>'


def _id(parcel: Parcel, domain: str) -> str:
    """With the mark of its ticket, so that an answer finds it."""
    thread = parcel.payload.get("thread", "")
    mark = f"{mark_of(thread)}." if TICKET.fullmatch(thread) else ""
    return f"<{mark}{name_of(parcel.key)[: SHORT if mark else None]}@{domain}>"  # short enough to stand in one line


def _root(thread: str, domain: str) -> str:
    """What all mails of one matter answer; of a ticket its mark."""
    name = mark_of(thread) if TICKET.fullmatch(thread) else f"thread.{_name(f'thread {thread}')}"
    return f"<{name}@{domain}>"


def _fill(message: EmailMessage, parcel: Parcel, picture: bytes) -> None:
    message.set_content(flowed(parcel.payload.get("text", "")), cte="quoted-printable")
    message.set_param("format", "flowed")
    if not parcel.payload.get("html"):
        return
    message.add_alternative(parcel.payload["html"], subtype="html", cte="quoted-printable")
    if picture:
        html = message.get_payload()[1]  # type: ignore[index]
        assert isinstance(html, EmailMessage)
        html.add_related(picture, "image", "png", cid=f"<{BAR}>", disposition="inline", filename="promise-bar.png")
        html.set_boundary(f"=={_name(parcel.key)}-related==")
    message.set_boundary(f"=={_name(parcel.key)}==")


def _attach(message: EmailMessage, parcel: Parcel, files: Sequence[File]) -> None:
    """Each file with the type that its bytes tell."""
    for name, kind, content in files:
        main, _, sub = kind.partition("/")
        message.add_attachment(content, maintype=main, subtype=sub, filename=name)
    if files:
        message.set_boundary(f"=={_name(parcel.key)}-files==")


def _address(text: str, is_ours: bool = False) -> Address:
    """The address with its domain as mail servers write it; ours can be mended, so that no mail is lost by it."""
    name, plain = parseaddr(text)
    user, _, domain = plain.rpartition("@")
    try:
        if not (user.isascii() and user and domain):
            raise ValueError("it is not name@domain")
        return Address(name, user, domain.encode("idna").decode("ascii"))
    except (ValueError, UnicodeError, IndexError) as error:
        told = f"{text!r} is no address that mail can be sent to: {error}"
        raise DeliveryFailed(told, not is_ours, NO_ADDRESS, text) from error


def _agreed(house: Address, told: Mapping[str, Any]) -> Address:
    """From whom it comes, under a name that its reader knows: the customer's, the setting's, the house's."""
    name, address = told.get("agreed", ("", ""))
    sender = _address(address, is_ours=True) if address else house
    name = name or house.display_name or " ".join(told.get("house", "").split())
    return Address(name, sender.username, sender.domain)


def _name(key: str) -> str:
    return sha256(key.encode()).hexdigest()[:32]
