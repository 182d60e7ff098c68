"""What the system says is in the language of whoever reads it, whichever language whoever acted speaks."""

import re
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import cache
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po

from gwarant.accounts.models import Company, User
from gwarant.customers.models import Customer
from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.notify.models import Delivery
from gwarant.tickets.models import Ticket
from gwarant.web.moment import now

Send = Callable[..., Any]
PACKAGE = Path(__file__).parents[3] / "gwarant"
HOLES = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{[^}]*\}")
LONG = 14  # signs of a piece that cannot be the same by chance
HOUSE, CLIENT = "desk", "portal"
WORDS = {"text": "Zzz."}
STORIES = [
    [
        (HOUSE, "acknowledgement", {}),
        (HOUSE, "assignment", {"to": ""}),
        (HOUSE, "questions", WORDS),
        (CLIENT, "replies", WORDS),
        (HOUSE, "notes", WORDS),
        (HOUSE, "calls", {**WORDS, "went": "in", "contact_name": "Zz"}),
        (HOUSE, "calls", {**WORDS, "went": "missed", "contact_name": "Zz"}),
        (HOUSE, "class", {"class_id": "serious", "reason": "Zz"}),
        (HOUSE, "pause", {"reason": "third_party", "evidence": "Zz"}),
        (HOUSE, "pause/end", {}),
        (HOUSE, "system", {"service": "erp", "reason": "Zz"}),
        (HOUSE, "restoration", WORDS),
        (HOUSE, "resolution", WORDS),
        (CLIENT, "refusal", WORDS),
        (HOUSE, "resolution", WORDS),
        (CLIENT, "replies", WORDS),
        (HOUSE, "confirmation/question", WORDS),
        (CLIENT, "confirmation", {}),
        (CLIENT, "reopening", WORDS),
    ],
    [(HOUSE, "merge", {"number": "SHOP-1"}), (HOUSE, "merge/end", WORDS), (CLIENT, "closing", WORDS)],
]


@cache
def pieces() -> dict[str, frozenset[str]]:
    """What is said, by language: the longest pieces of each sentence between what is set in."""
    found: dict[str, set[str]] = {"en": set(), "pl": set()}
    for file in PACKAGE.glob("**/django.po"):
        for message in read_po(BytesIO(file.read_bytes())):
            english = message.id if isinstance(message.id, (tuple, list)) else (message.id,)
            polish = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
            for lang, texts in (("en", english), ("pl", polish)):
                found[lang] |= {part.strip() for text in texts for part in HOLES.split(text) if " " in part.strip()}
    both = found["en"] & found["pl"]
    return {lang: frozenset(one for one in own - both if len(one) >= LONG) for lang, own in found.items()}


def strange(text: str, reader: str) -> set[str]:
    """The pieces of the other language that stand in what somebody reads."""
    plain, other = seen_text(text), pieces()["pl" if reader == "en" else "en"]
    return {one for one in other if one in plain}


def seen_text(markup: str) -> str:
    """What is read of a page or mail."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", markup)).split())


@pytest.fixture(params=["en", "pl"])
def reader(request: pytest.FixtureRequest, house: World) -> str:
    """The language of those who read; Ben and Cyryl, who act, speak the other one."""
    lang = str(request.param)
    with scoped(ENGINE):
        User.objects.update(language=lang)
        actors = User.objects.filter(pk__in=[house.ben.pk, house.cyryl.pk])
        actors.update(language="pl" if lang == "en" else "en")
        Customer.objects.update(language=lang)
    return lang


def read(house: World, visit: Send, keys: list[str], lang: str) -> Iterator[tuple[str, str]]:
    """What the others read of it, each place with its text."""
    for who, side in ((house.olga, HOUSE), (house.cora, CLIENT)):
        for key in keys:
            yield f"{side} {key}", visit(who, f"/{side}/tickets/{key}").content.decode()
        yield f"{side} inbox", visit(who, "/inbox").content.decode()
    for one in Delivery.objects.outgoing().filter(language=lang, notice__ref__in=keys):
        yield f"mail to {one.address}", f"{one.subject}\n{one.text}\n{one.payload.get('html', '')}"


def acted(house: World, send: Send, visit: Send) -> list[str]:
    """The stories, done by Ben and Cyryl; the keys of their tickets."""
    keys: list[str] = []
    for system, story in zip(("shop", "erp"), STORIES, strict=True):
        typed = {"system": f"SHOP/{system}", "class_id": "critical", "title": f"Zz {len(keys)}", "text": "Zzz."}
        assert send(house.cyryl, "/portal/report", **typed).status_code == 303
        with scoped(ENGINE):
            keys.append(Ticket.objects.latest("pk").key)
        for n, (side, noun, told) in enumerate(story):
            if noun == "pause/end":
                time.sleep(1.01)  # what ends in the second in which it began never was
            with scoped(ENGINE):
                seen = Ticket.objects.get(key=keys[-1]).events_count
            who = house.ben if side == HOUSE else house.cyryl
            answer = send(who, f"/{side}/tickets/{keys[-1]}/{noun}", seen=seen, **{**told, "key": f"{n:032}"})
            assert (noun, answer.status_code) == (noun, 303)
    visit(house.ben, "/inbox")  # what was said to him in passing is his
    return keys


def test_nothing_is_said_in_the_language_of_who_acted(house: World, reader: str, send: Send, visit: Send) -> None:
    keys = acted(house, send, visit)
    with scoped(ENGINE):
        found = {place: strange(text, reader) for place, text in read(house, visit, keys, reader)}
    assert {place: words for place, words in found.items() if words} == {}
    assert len(found) > 6


CLOCK = re.compile(r"\b\d\d:\d\d(?::\d\d)?(?![:\d])(?! (?:CES?T|E[SD]T))")


def test_a_moment_outside_the_readers_zone_names_its_zone_on_every_page_and_in_every_mail(
    house: World, send: Send, visit: Send
) -> None:
    """The house lives in New York, contract and customer in Warsaw: nothing but the customer's own pages names none."""
    with scoped(ENGINE):
        Company.objects.update(zone="America/New_York")
        User.objects.update(language="en")
    keys = acted(house, send, visit)
    with scoped(ENGINE):
        found = {place: CLOCK.findall(seen_text(text)) for place, text in read(house, visit, keys, "en")}
    assert {place for place, clocks in found.items() if clocks} == {f"{CLIENT} {key}" for key in keys}
    here = {f"{now() - timedelta(minutes=n):%H:%M}" for n in range(5)}  # in UTC, which is nobody's
    assert not here & {clock for clocks in found.values() for clock in clocks}
