"""A mail as the bytes that go over the line; the same mail gives the same bytes each time."""

from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from hashlib import sha256

from gwarant.notify.channels.envelope import DeliveryFailed, Envelope
from gwarant.notify.render import BAR


@dataclass(frozen=True, kw_only=True)
class Post:
    """What is to be sent. `key` makes it one of its kind; its Message-ID follows from it.

    The sender's name is its own, else the `house`; answers go to `reply_to`, where there is one.
    """

    key: str
    sender: str
    address: str
    language: str
    subject: str
    text: str
    html: str
    thread: str
    at: datetime
    picture: bytes = b""
    house: str = ""
    reply_to: str = ""


def envelope_of(post: Post) -> Envelope:
    """The message and where it goes; DeliveryFailed for an address that no mail can reach."""
    sender, to = _address(post.sender, is_ours=True), _address(post.address)
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"], message["Subject"] = _named(sender, post.house), to, post.subject
    if post.reply_to:
        message["Reply-To"] = _address(post.reply_to, is_ours=True)
    message["Date"] = format_datetime(post.at)
    message["Message-ID"] = f"<{_name(post.key)}@{sender.domain}>"
    message["Content-Language"] = post.language
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "OOF, AutoReply"
    if post.thread:
        root = f"<thread.{_name(f'thread {post.thread}')}@{sender.domain}>"
        message["In-Reply-To"], message["References"] = root, root
    _fill(message, post)
    return Envelope(_file_name(post), sender.addr_spec, to.addr_spec, message.as_bytes())


def message_id(key: str, sender: str) -> str:
    """The Message-ID of the mail of that key: a mail that was sent twice is known by it."""
    return f"<{_name(key)}@{_address(sender, is_ours=True).domain}>"


def _fill(message: EmailMessage, post: Post) -> None:
    message.set_content(post.text, cte="quoted-printable")
    if not post.html:
        return
    message.add_alternative(post.html, subtype="html", cte="quoted-printable")
    if post.picture:
        html = message.get_payload()[1]  # type: ignore[index]
        assert isinstance(html, EmailMessage)
        html.add_related(post.picture, "image", "png", cid=f"<{BAR}>", disposition="inline", filename="promise-bar.png")
        html.set_boundary(f"=={_name(post.key)}-related==")
    message.set_boundary(f"=={_name(post.key)}==")


def _address(text: str, is_ours: bool = False) -> Address:
    """The address with its domain as mail servers write it; ours can be mended, so that no mail is lost by it."""
    name, plain = parseaddr(text)
    user, _, domain = plain.rpartition("@")
    try:
        if not (user.isascii() and user and domain):
            raise ValueError("it is not name@domain")
        return Address(name, user, domain.encode("idna").decode("ascii"))
    except (ValueError, UnicodeError, IndexError) as error:
        raise DeliveryFailed(f"{text!r} is no address that mail can be sent to: {error}", not is_ours) from error


def _named(sender: Address, house: str) -> Address:
    """The sender under a name that its reader knows."""
    name = sender.display_name or " ".join(house.split())
    return Address(name, sender.username, sender.domain)


def _name(key: str) -> str:
    return sha256(key.encode()).hexdigest()[:32]


def _file_name(post: Post) -> str:
    return f"{post.at:%Y%m%dT%H%M%SZ}-{_name(post.key)}"
