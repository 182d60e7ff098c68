import itertools
from xml.etree import ElementTree

import pytest
from drawn import FRIDAY, late, paused, reading

from gwarant.pictures.bar import bar_of
from gwarant.pictures.frame import Frame
from gwarant.pictures.labels import captions, moments
from gwarant.pictures.sentence import sentence
from gwarant.pictures.svg import bar_svg, bare_bar_svg, small_bar_svg
from gwarant.sla.clocks.reading import Reading, Segment, SegmentKind

EVERY = [reading(), late(), paused()]
SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("one", EVERY)
def test_a_picture_says_in_words_what_it_shows(one: Reading) -> None:
    root = ElementTree.fromstring(bar_svg(one))
    assert root.get("role") == "img"
    assert root.findtext(f"{SVG}desc") == sentence(one, "en")
    assert root.findtext(f"{SVG}title") == "SHOP-1, response"


def test_a_picture_is_the_same_each_time() -> None:
    assert bar_svg(late()) == bar_svg(late())


def test_ids_of_two_pictures_do_not_clash() -> None:
    pictures = [bar_svg(one, frame=Frame(f"r{n}", alone=False)) for n, one in enumerate(EVERY)]
    ids = [node.get("id") for text in pictures for node in ElementTree.fromstring(text).iter() if node.get("id")]
    assert len(ids) == len(set(ids))
    assert (
        bar_svg(reading()).split("aria-labelledby=")[1][:12]
        != bar_svg(reading(ticket="B")).split("aria-labelledby=")[1][:12]
    )


def test_a_hostile_ticket_stays_text() -> None:
    text = bar_svg(late(ticket="<script>alert('x')</script>"))
    assert "<script" not in text
    ElementTree.fromstring(text)


def test_a_silent_picture_stands_beside_words() -> None:
    text = small_bar_svg(late(), frame=Frame("s", alone=False, silent=True))
    assert 'aria-hidden="true"' in text
    assert "<title" not in text


def test_what_is_drawn_for_mail_is_the_same_text_for_bars_that_look_alike() -> None:
    text = bare_bar_svg(late())
    ElementTree.fromstring(text)
    assert text == bare_bar_svg(late(ticket="OTHER-9"))
    assert text != bare_bar_svg(paused())
    assert "<style" not in text
    assert "<desc" not in text


@pytest.mark.parametrize("one", EVERY)
def test_no_label_runs_into_another(one: Reading) -> None:
    rows: dict[int, list[tuple[float, float]]] = {}
    for row, label in [*((-1, label) for label in captions(bar_of(one), one, "en")), *moments(bar_of(one), one, "en")]:
        rows.setdefault(row, []).append(label.reach(600))
    for reaches in rows.values():
        ordered = sorted(reaches)
        assert all(a[1] < b[0] for a, b in itertools.pairwise(ordered))


def test_many_nights_still_draw() -> None:
    kinds = [SegmentKind.COUNTED, SegmentKind.OUTSIDE_HOURS] * 250
    segments = tuple(Segment(FRIDAY + n * 43_200, FRIDAY + (n + 1) * 43_200, kind) for n, kind in enumerate(kinds))
    ElementTree.fromstring(bar_svg(reading(segments=segments, stopped_at=segments[-1].end, used=250 * 43_200)))
