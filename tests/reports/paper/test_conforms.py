"""What a report says that it is, PDF/A-3b and PDF/UA-1, a checker that is none of ours finds so, its seal included."""

import re

import page
import pytest
from papers import Papers, made

from gwarant.demo.cast import World

pytestmark = pytest.mark.together
PROFILES = (page.ValidationProfile.PDF_A_3B, page.ValidationProfile.PDF_UA_1)
# it takes a stream's last byte for the end of a line where that byte is 13: that lengths fit is told below
MISREAD = "PDFA3B-STREAM-LENGTH-001"


@pytest.fixture
def papers(house: World) -> Papers:
    return made(house)


def faults(pdf: bytes, profile: page.ValidationProfile) -> list[str]:
    found = page.validate_pdf_bytes(pdf, profile=profile).failures
    return [one.rule_id for one in found if one.rule_id != MISREAD]


@pytest.mark.parametrize("profile", PROFILES, ids=lambda one: one.name)
def test_a_sealed_report_and_its_revision_conform(papers: Papers, profile: page.ValidationProfile) -> None:
    assert [faults(one, profile) for one in (papers.first, papers.revised)] == [[], []]


def test_the_length_of_each_stream_fits(papers: Papers) -> None:
    streams = [*re.finditer(rb"/Length (\d+)[^>]*>>\s*?stream\r?\n", papers.first)]
    assert len(streams) > 10
    assert all(papers.first[one.end() + int(one[1]) :].startswith(b"\nendstream") for one in streams)


@pytest.mark.parametrize(
    ("profile", "old", "new", "fault"),
    [
        (PROFILES[0], b"/F 132", b"/F 128", "PDFA3B-ANNOTATION"),
        (PROFILES[0], b"%%EOF\n", b"%%EOF ", "PDFA3B-INDIRECT-OBJECT-SYNTAX-001"),
        (PROFILES[1], b"/S /Form", b"/S /Note", "PDFUA1-WIDGET-FORM-TAG-001"),
    ],
    ids=["a seal that is not printed", "an object that begins no line", "a seal outside the structure"],
)
def test_what_does_not_conform_is_found(
    papers: Papers, profile: page.ValidationProfile, old: bytes, new: bytes, fault: str
) -> None:
    changed = papers.first.replace(old, new, 1)
    assert changed != papers.first
    assert any(one.startswith(fault) for one in faults(changed, profile))
