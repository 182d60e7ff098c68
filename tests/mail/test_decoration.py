"""Logos of signatures are told from pictures that somebody wants to show."""

import pytest
from samples import letter

from gwarant.mail import Attachment, Mail, read

IMAGE = '<img src="cid:one@x">'


def picture(html: str, size: int = 5_000) -> Attachment:
    made = letter()
    made.add_alternative(html, "html")
    made.get_payload()[1].add_related(bytes(size), "image", "png", cid="<one@x>")
    found = read(made.as_bytes())
    assert isinstance(found, Mail)
    [one] = found.attachments
    assert one.is_inline
    return one


@pytest.mark.parametrize(
    "html",
    [
        f"<p>Zobacz:</p>{IMAGE}<p>Pozdrawiam<br>Anna</p>",
        f"<p>{IMAGE}</p>",
        f"<p>Zobacz: {IMAGE.replace('@', '%40')}</p>",
        f"<p>Zobacz: {IMAGE.replace('@', '&#64;')}</p>",
    ],
)
def test_a_picture_among_the_words_is_shown(html: str) -> None:
    assert not picture(html).is_decoration


@pytest.mark.parametrize(
    "html",
    [
        f"<p>Nie działa.</p><p>Pozdrawiam<br>Anna<br>{IMAGE}</p>",
        f"<p>Nie działa.</p><p>-- <br>Anna<br>{IMAGE}</p>",
        f"<p>Nie działa.</p><p>-- <br>Anna<br>{IMAGE.replace('@', '%40')}</p>",
        f"<p>Nie działa.</p><p>W dniu 30.11.2026 o 09:00, Pomoc pisze:</p><blockquote>x {IMAGE}</blockquote>",
        f"<p>Nie działa. {IMAGE}</p><p>Pozdrawiam<br>Anna<br>{IMAGE}</p>",
    ],
)
def test_a_picture_of_a_signature_or_quote_is_decoration(html: str) -> None:
    assert picture(html).is_decoration


def test_a_large_picture_is_no_logo_and_a_tiny_one_is_nothing_to_show() -> None:
    assert not picture(f"<p>x</p><p>Pozdrawiam<br>Anna<br>{IMAGE}</p>", 200_000).is_decoration
    assert picture(f"<p>x {IMAGE}</p>", 43).is_decoration
