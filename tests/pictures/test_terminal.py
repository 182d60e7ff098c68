import io
import re
from dataclasses import replace

import pytest
from drawn import assessed, late, paused, reading, whole
from rich.cells import cell_len
from rich.console import Console, RenderableType

from gwarant.pictures.terminal import assessment, what_if, why
from gwarant.sla.assessment.codes import NO_PROOFS
from gwarant.sla.availability.figure import Refusal
from gwarant.sla.clocks.reading import Reading


class Narrow(io.StringIO):
    encoding = "ascii"  # type: ignore[assignment]


def printed(one: RenderableType, width: int, file: io.StringIO | None = None, colour: bool = False) -> str:
    file = file or io.StringIO()
    Console(file=file, width=width, force_terminal=colour, color_system="truecolor" if colour else None).print(one)
    return file.getvalue()


@pytest.mark.parametrize("width", [40, 80, 120])
@pytest.mark.parametrize("lang", ["en", "pl"])
def test_nothing_is_wider_than_asked_for(width: int, lang: str) -> None:
    sheets = [*(why(one, width, lang) for one in (reading(), late(), paused())), assessment(whole(), width, lang)]
    for sheet in sheets:
        assert max(cell_len(line) for line in printed(sheet, 200).splitlines()) <= width


@pytest.mark.parametrize("one", [reading(), late(), paused()])
def test_the_bar_fills_its_width_exactly(one: Reading) -> None:
    bar = next(line for line in printed(why(one, 80), 80).splitlines() if "█" in line)
    assert cell_len(bar) == 80


def test_a_file_gets_no_colour_and_a_terminal_does() -> None:
    assert "\x1b" not in printed(why(late(), 80), 80)
    assert "\x1b[" in printed(why(late(), 80), 80, colour=True)


def test_no_color_is_heeded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[3" not in printed(why(late(), 80), 80, colour=True)


def test_an_encoding_without_the_glyphs_gets_plain_ones_of_the_same_width() -> None:
    plain = printed(assessment(whole(), 80, "pl"), 80, Narrow())
    rich = printed(assessment(whole(), 80, "pl"), 80)
    assert plain.isascii()
    assert [len(line) for line in plain.splitlines()] == [cell_len(line) for line in rich.splitlines()]
    assert "?" not in plain.replace("? ", "")


def test_the_state_is_a_word_and_a_shape_and_the_rows_sum_up() -> None:
    text = printed(why(late(), 80), 80)
    assert "✕ breached" in text
    assert "2 h 15 min over" in text
    assert "Total" in text


def test_an_empty_month_says_so() -> None:
    assert "Nothing was reported or measured" in printed(assessment(assessed(), 80), 80)


def test_only_the_longest_breaches_are_listed() -> None:
    text = printed(assessment(assessed(*(late(ticket=f"SHOP-{n}") for n in range(22))), 80), 80)
    assert "and 12 more" in text


def test_the_assessment_names_what_was_not_judged() -> None:
    text = printed(assessment(whole(), 80), 80)
    assert "Recurring duties" in text
    assert "99.865%" in text


def test_what_differs_is_marked() -> None:
    rows = printed(what_if(assessed(reading()), assessed(late())), 80).splitlines()
    assert next("≠" in row for row in rows if "Response" in row)
    assert not any("≠ 1" in row for row in printed(what_if(assessed(reading()), assessed(reading())), 80).splitlines())


def test_outages_and_remarks_bear_no_ids_of_rows() -> None:
    found = whole()
    one = found.availability[0]
    refused = replace(one, figure=replace(one.figure, refused=(Refusal("x-18", 0, 1, NO_PROOFS()),)))
    changed = replace(found, availability=(refused,))
    said = printed(assessment(changed, 100, "en"), 100)
    ids = {"x-18", *(id_ for outage in one.figure.outages for id_ in outage.evidence)}
    assert len(ids) > 1
    assert [id_ for id_ in sorted(ids) if re.search(rf"\b{re.escape(id_)}\b", said)] == []
