"""Pictures of a message that waits: drawn anew, from a path that reads no cookie, nothing loaded from elsewhere."""

import re
from email.message import EmailMessage
from html import unescape
from io import BytesIO

import pytest
from django.test import Client
from letters_in import come, door
from paper import signed_in
from PIL import Image

from gwarant.demo.cast import World
from gwarant.intake.models import RawMail

HTML = '<p>See</p><img src="cid:Shot@1"><img src="cid:nothing"><img src="https://tracker.example/1.png">'


def drawn(side: int = 400) -> bytes:
    out = BytesIO()
    Image.new("RGB", (side, side), (200, 30, 30)).save(out, "PNG")
    return out.getvalue()


def waiting(house: World, html: str = HTML) -> RawMail:
    """A message with a picture that its HTML shows, and a file that only says that it is one."""
    door(house, "help@house.example", None)
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "nina@new.example", "help@house.example", "A picture"
    made.set_content("See")
    made.add_alternative(html, subtype="html")
    made.get_payload()[1].add_related(drawn(), "image", "png", cid="<shot@1>", filename="shot.png")
    made.add_attachment(b"<script>alert(1)</script>", "image", "png", filename="false.png")
    return come(made.as_bytes(), box="help@house.example")


def test_its_html_shows_what_came_with_it_and_nothing_from_elsewhere(house: World) -> None:
    page = signed_in(house.ben).get(f"/desk/mail/{waiting(house).pk}").content.decode()
    (frame,) = re.findall(r'srcdoc="([^"]*)"', page)
    sources = re.findall(r'<img[^>]*src="([^"]*)"', unescape(frame))
    assert [one[:23] for one in sources] == ["data:image/webp;base64,"]
    assert "tracker.example" not in frame
    assert "cid:" not in unescape(frame)


@pytest.mark.parametrize("name", ["shot%401", "SHOT@1", "shot&#64;1"])
def test_a_picture_is_found_however_a_program_writes_its_name(house: World, name: str) -> None:
    raw = waiting(house, HTML.replace("Shot@1", name))
    page = signed_in(house.ben).get(f"/desk/mail/{raw.pk}").content.decode()
    assert "data:image/webp;base64," in page


def test_a_small_picture_stands_beside_a_file_and_is_served_without_a_cookie(house: World) -> None:
    raw, client = waiting(house), signed_in(house.ben)
    page = unescape(client.get(f"/desk/mail/{raw.pk}").content.decode())
    (place,) = re.findall(r'<img src="(/desk/mail/[^"]*)"', page)
    led = client.get(place)
    assert (led.status_code, led.headers["Location"].startswith("/files/")) == (302, True)
    answer = Client().get(led.headers["Location"])
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/webp")
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    with Image.open(BytesIO(b"".join(answer.streaming_content))) as found:
        assert found.size == (400, 400)


def test_what_is_no_picture_has_none(house: World) -> None:
    raw, client = waiting(house), signed_in(house.ben)
    page = client.get(f"/desk/mail/{raw.pk}").content.decode()
    numbers = {name: int(n) for n, name in re.findall(r'part=(\d+)" download>([^<]*)<', page)}
    led = client.get(f"/desk/mail/{raw.pk}/file", {"part": numbers["false.png"], "small": "1"})
    assert Client().get(led.headers["Location"]).status_code == 404
    whole = client.get(f"/desk/mail/{raw.pk}/file", {"part": numbers["false.png"]})
    assert whole.headers["Content-Disposition"].startswith("attachment")
    assert signed_in(house.cora).get(f"/desk/mail/{raw.pk}/file", {"part": 0, "small": "1"}).status_code == 404
