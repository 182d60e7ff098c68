from html.parser import HTMLParser

import pytest
from drawn import assessed, late, paused, reading, whole

from gwarant.pictures.markup import VOID
from gwarant.pictures.page import assessment_page
from gwarant.sla.clocks.codes import EXCLUDED

HOSTILE = "<script>alert(1)</script>\"'&"


class Reader(HTMLParser):
    """Checks that what opens is closed, and collects tags and ids."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.ids += [value for name, value in attrs if name == "id" and value]
        self.links += [value for name, value in attrs if name in ("href", "src") and value]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag


@pytest.mark.parametrize("lang", ["en", "pl"])
def test_the_page_is_whole_and_stands_alone(lang: str) -> None:
    page = Reader(assessment_page(whole(), lang))
    assert page.open == []
    assert len(page.ids) == len(set(page.ids))
    assert "script" not in page.tags
    assert all(link.startswith("#") and link[1:] in page.ids for link in page.links)


def test_everything_from_outside_is_escaped() -> None:
    hostile = late(ticket=HOSTILE, clock=HOSTILE, class_=HOSTILE, clause=HOSTILE, evidence=(HOSTILE,))
    text = assessment_page(assessed(hostile, notes=(EXCLUDED(exclusion="x1", reason=HOSTILE),)))
    assert "<script" not in text
    assert Reader(text).open == []


def test_every_reading_has_its_why_with_clause_and_evidence() -> None:
    text = assessment_page(assessed(reading(), late(ticket="SHOP-2"), paused(ticket="SHOP-3")))
    assert text.count("<details") == 3
    assert all(f'id="why-{n}"' in text for n in (1, 2, 3))
    assert "§4" in text
    assert "<code>e2</code>" in text


def test_an_empty_month_says_so_and_nothing_else() -> None:
    text = assessment_page(assessed())
    assert "Nothing was reported or measured in this period." in text
    assert "<table" not in text


def test_the_page_is_the_same_each_time() -> None:
    assert assessment_page(whole()) == assessment_page(whole())


def test_five_hundred_readings_and_very_long_names_fit_on_a_page() -> None:
    many = tuple(late(ticket=f"SHOP-{n}-" + "x" * 200) for n in range(500))
    page = Reader(assessment_page(assessed(*many)))
    assert page.tags.count("details") == 500
