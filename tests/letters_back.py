"""Reports of delivery as other mail servers send them, for tests of mails that came back."""

from django.conf import settings

from gwarant.notify.delivery import parcel_of
from gwarant.notify.mime import envelope_sender, header_seal, message_id
from gwarant.notify.models import Delivery


def id_of(row: Delivery) -> str:
    """The Message-ID that the mail bore."""
    return message_id(parcel_of(row), settings.ENV.email_from)


def seal(row: Delivery) -> str:
    """What the mail's head says of its delivery, and a report brings back."""
    return header_seal(parcel_of(row))


def home(row: Delivery) -> str:
    """The sender of the mail's envelope, to which a server reports."""
    return envelope_sender(parcel_of(row), settings.ENV)


def report(
    recipient: str,
    seal: str = "",
    action: str = "failed",
    status: str = "5.1.1",
    said: str = "550 5.1.1 No such user here",
    box: str = "help@house.example",
    message_id: str = "<any@house.example>",
    final: str = "",
) -> bytes:
    """A report of delivery (RFC 3464) of one recipient, with the head of the mail that it is about."""
    return f"""\
From: Mail Delivery Subsystem <MAILER-DAEMON@mx.shop.example>
To: <{box}>
Subject: Undelivered Mail Returned to Sender
Date: Wed, 10 Jun 2026 09:00:05 +0000
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain; charset=utf-8

Your message could not be delivered to {recipient}.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.shop.example

Final-Recipient: rfc822; {final or recipient}
Original-Recipient: rfc822; {recipient}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {said}

--b
Content-Type: text/rfc822-headers

Message-ID: {message_id}
X-Gwarant-Delivery: {seal}
Subject: Anything

--b--
""".encode()
