"""Messages of our own writing."""

from email.message import EmailMessage
from email.policy import SMTP

from winmail import CODEPAGE, FILE, RTF, attribute, prop, properties, stream
from winmail import packed as rtf_packed

HEAD = """\
Return-Path: <jan@klient.example>
Received: from mx.klient.example (mx.klient.example [192.0.2.7]) by mail.dom.example (Postfix) with ESMTPS id 4F1
 for <pomoc@dom.example>; Mon, 30 Nov 2026 09:00:07 +0100 (CET)
Authentication-Results: mail.dom.example; spf=pass smtp.mailfrom=jan@klient.example; dkim=pass (2048-bit key)
 header.d=klient.example; dmarc=pass (p=reject) header.from=klient.example
Message-ID: <a1@klient.example>
From: =?utf-8?Q?Jan_Wi=C5=9Bniewski?= <jan@Klient.example>
To: Pomoc <pomoc@dom.example>
Subject: =?utf-8?B?U2tsZXAgbmllIGR6aWHFgmE=?=
Date: Mon, 30 Nov 2026 09:00:00 +0100
"""
PLAIN = (
    HEAD
    + "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\nDzień dobry,\nsklep nie działa.\n"
).encode()


def message(headers: str, body: str = "Hello\n") -> bytes:
    """A message of those header lines, and body."""
    return f"{headers.strip()}\n\n{body}".encode()


def letter(**headers: str) -> EmailMessage:
    """A message to go on with; headers by name, `_` for `-`."""
    made = EmailMessage(policy=SMTP)
    given = {"From": "Anna <anna@shop.example>", "To": "help@house.example", "Subject": "The shop is down"}
    for name, value in {**given, **{name.replace("_", "-"): value for name, value in headers.items()}}.items():
        made[name] = value
    made.set_content("The shop is down.\n")
    return made


def varied() -> list[bytes]:
    """Messages of many kinds, to make mutants of."""
    html = letter(
        Message_ID="<html@shop.example>", References="<x@y.example> <z@y.example>", Cc="b@shop.example, c@shop.example"
    )
    html.add_alternative(
        "<html><body><p>The shop is <b>down</b>.</p><blockquote>old<br>words</blockquote></body></html>", "html"
    )
    html.get_payload()[1].add_related(b"\x89PNG\r\n\x1a\n" + bytes(300), "image", "png", cid="<logo@shop>")
    html.add_attachment("a;b\n1;2\n", subtype="csv", filename="zażółć gęślą.csv")
    html.add_attachment(bytes(range(256)) * 8, "application", "octet-stream", filename="dump.bin")
    forwarded = letter(Subject="Fwd: The shop is down")
    forwarded.add_attachment(letter(Message_ID="<inner@shop.example>"))
    packed = letter(Subject="RE: [SHOP-42] x", Content_Language="pl")
    rtf = attribute(1, 6, 0x9003, properties(prop(0x102, 0x1009, rtf_packed(RTF))))
    packed.add_attachment(stream(CODEPAGE, rtf, FILE), "application", "ms-tnef", filename="winmail.dat")
    return [PLAIN, html.as_bytes(), forwarded.as_bytes(), packed.as_bytes(), BOUNCE, ANSWER, DEEP, TOLD]


BOUNCE = message(
    """\
Return-Path: <>
From: Mail Delivery System <MAILER-DAEMON@mx.house.example>
To: help@house.example
Subject: Undelivered Mail Returned to Sender
Date: Mon, 30 Nov 2026 09:00:00 +0100
Message-ID: <b1@mx.house.example>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="=b="
""",
    """\
--=b=
Content-Type: text/plain

Your message could not be delivered.

--=b=
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.house.example
Arrival-Date: Mon, 30 Nov 2026 08:59:00 +0100

Final-Recipient: rfc822; nobody@shop.example
Original-Recipient: rfc822;nobody@shop.example
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 <nobody@shop.example>: no such user

--=b=
Content-Type: message/rfc822

Message-ID: <ours-42@house.example>
From: help@house.example
To: nobody@shop.example
Subject: [SHOP-42] The shop is down

The words.

--=b=--
""",
)
ANSWER = message(
    """\
From: "Kowalska, Anna" <anna@shop.example>
To: "Pomoc: dział" <help+SHOP@house.example>
Cc: team: a@shop.example, b@shop.example;
Subject: Odp: RE[2]: [SHOP-42] Sklep
In-Reply-To: <ours-42@house.example>
References: <first@shop.example>
 <ours-42@house.example>
Date: Mon, 30 Nov 2026 09:00:00 +0100
Content-Type: text/plain; charset=windows-1250; format=flowed
Content-Transfer-Encoding: quoted-printable
""",
    "Ju=BF dzia=B3a, dzi=EAkuj=EA. \nPozdrawiam\n\n-- \nAnna\n",
)


def nested(depth: int) -> bytes:
    """A message of so many multiparts in each other."""
    heads = "".join(f"Content-Type: multipart/mixed; boundary=b{one}\n\n--b{one}\n" for one in range(depth))
    return ("From: a@shop.example\nSubject: deep\n" + heads + "Content-Type: text/plain\n\nat the bottom\n").encode()


DEEP = nested(12)
TOLD = message(
    """\
From: Jan <jan@dom.example>
Subject: PD: Sklep
Date: Mon, 30 Nov 2026 09:00:00 +0100
Content-Type: text/html; charset=utf-8
""",
    """\
<html><head><style>p { margin: 0 }</style></head><body><p>Prosz&#281; o obs&#322;ug&#281;.</p>
<p>Pozdrawiam,<br>Jan</p><hr>
<p><b>Od:</b> Anna &lt;anna@shop.example&gt;<br><b>Wys&#322;ano:</b> pi&#261;tek, 27 listopada 2026 09:30<br>
<b>Do:</b> Jan<br><b>Temat:</b> Sklep</p>
<p>Sklep nie dzia&#322;a.</p><p>W dniu 26.11.2026 o 12:00, Jan pisze:</p>
<blockquote>Czy dzia&#322;a?<blockquote>Nie.</blockquote></blockquote>
</body></html>
""",
)
