"""A mail as the bytes that go over the line; the same mail gives the same bytes each time."""

from collections.abc import Mapping, Sequence
from email.headerregistry import Address
from email.utils import format_datetime, parseaddr
from functools import lru_cache
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
from gwarant.notify.wire import Part, file_part, headed, many, picture_part, text_part, written_address

File = tuple[str, str, bytes]  # name, type, bytes
# Neither absences nor receipts are wanted for what nobody wrote; that it did not arrive (NDR) is.
NO_ANSWERS = "DR, RN, NRN, OOF, AutoReply"


def envelope_of(parcel: Parcel, ways: Ways, picture: bytes = b"", files: Sequence[File] = ()) -> Envelope:
    """The message and where it goes; DeliveryFailed for an address that no mail can reach.

    It comes from what was agreed with the customer, else from the house; what does not arrive comes back to us. The key
    makes the Message-ID, so that a mail sent twice has one.
    """
    sender, to, told = _address(ways.email_from, is_ours=True), _address(parcel.address), parcel.payload
    answers, thread = told.get("answers") or ways.email_reply_to, told.get("thread")
    root = _root(thread, sender.domain) if thread else ""
    body = _body(parcel, picture, files)
    head = {
        "From": written_address(_agreed(sender, told)),
        "To": written_address(to),
        "Subject": told.get("subject", ""),
        "Reply-To": written_address(_address(answers, is_ours=True)) if answers else "",
        "Date": format_datetime(parcel.at),
        "Message-ID": _id(parcel, sender.domain),
        "Content-Language": parcel.language,
        **_class_of(told, sender.domain),
        INSTANCE_HEADER: instance(),
        DELIVERY_HEADER: header_seal(parcel) if parcel.number else "",
        "In-Reply-To": root,
        "References": root,
        "MIME-Version": "1.0",
    }
    rows = [(name, value) for name, value in head.items() if value or name == "Subject"]
    name = f"{parcel.at:%Y%m%dT%H%M%SZ}-{_name(parcel.key)}"
    return Envelope(name, envelope_sender(parcel, ways), to.addr_spec, headed(rows) + body.written())


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


def _class_of(told: Mapping[str, Any], domain: str) -> dict[str, str]:
    """What kind of mail it is, for answering machines and filters.

    A person's words are no automatic mail and no list's, because another desk that they reach would put them aside.
    """
    is_word = bool(told.get("is_word"))
    return {
        "Auto-Submitted": "" if is_word else "auto-generated",
        "X-Auto-Response-Suppress": "" if is_word else NO_ANSWERS,
        "Precedence": "" if is_word or told.get("is_personal") else "bulk",
        "List-Id": _named_list(told["list"], told.get("list_name", ""), domain) if told.get("list") else "",
        "List-Unsubscribe": f"<{told['choices']}>" if told.get("choices") else "",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" if told.get("one_click") else "",  # RFC 8058
    }


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


def _body(parcel: Parcel, picture: bytes, files: Sequence[File]) -> Part:
    """The words in both forms, the picture within the HTML, the files beside them, each with the type of its bytes."""
    name = _name(parcel.key)
    whole = text_part(flowed(parcel.payload.get("text", "")), 'text/plain; charset="utf-8"; format="flowed"')
    if parcel.payload.get("html"):
        html = text_part(parcel.payload["html"], 'text/html; charset="utf-8"')
        if picture:
            drawn = picture_part(picture, "image/png", BAR, "promise-bar.png")
            html = many("related", f"=={name}-related==", [html, drawn])
        whole = many("alternative", f"=={name}==", [whole, html])
    return many("mixed", f"=={name}-files==", [whole, *(file_part(*one) for one in files)]) if files else whole


@lru_cache(1024)  # the house's own stand in each mail
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
