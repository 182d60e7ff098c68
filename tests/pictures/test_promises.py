"""Measures, duties and rights as people read them."""

from dataclasses import replace

import pytest

from gwarant.pictures.page import assessment_page
from gwarant.pictures.phrases import PHRASES
from gwarant.pictures.promises import duties, every, measures, rights
from gwarant.pictures.terminal import assessment
from gwarant.sla.assessment import Assessment
from tests.pictures.test_terminal import printed
from tests.sla.assessment.cast import UP, every_day, judged, outages, proof, ticket, value

CONTRACT = f"""{UP}
duties: {{backup: {{label: Backup, every: P1D}}, sync: {{every: 6h}}, audit: {{every: P1M}}}}
measures:
  share: {{label: <Share>, agg: share_within_target, of: {{clock: response}}, target: {{ge: 95}}}}
  requests: {{agg: external, target: {{ge: 99.9}}}}
triggers: {{leave: {{if: {{miss: shop-up}}, right: terminate, notice: P14D, use_within: P60D}}}}
"""


@pytest.fixture(scope="module")
def march() -> Assessment:
    lines = [
        outages("2026-03-01", "2026-04-01", ("2026-03-10T10:00", 600)),
        [*ticket("T-1", "2026-03-02T10:00", 30), *ticket("T-2", "2026-03-03T10:00", 90)],
        every_day("backup", "2026-03-01", "2026-04-01", ["2026-03-29"]),
        value("v", "requests", "2026-03-01", "2026-03-31", good=10000, total=10000),
        proof("audit", "2026-03-20T10:00", state="could_not_check"),
    ]
    return judged(CONTRACT, "2026-03", *lines, since="2026-03-01")


def test_a_measure_says_its_figure_its_target_and_what_it_rests_on(march: Assessment) -> None:
    share, requests = measures(march, "en")
    assert (share.promised, share.figure, share.face.text) == ("at least 95%", "50.00%", "✕ breached")
    assert share.remarks == ("2 cases",)
    assert (requests.face.text, requests.remarks[0]) == ("? undetermined", "Certain range 96.76% – 100.00%")


def test_a_duty_says_what_is_not_done_and_what_could_not_be_checked_is_not_green(march: Assessment) -> None:
    backup, sync, audit = duties(march, "en")
    assert (backup.figure, backup.face.text, backup.remarks) == ("30/31", "✕ missed", ("Sun 29 Mar: missed",))
    assert sync.remarks[0] == "missed: 124"
    assert "Sun 1 Mar 06:00: missed" in sync.remarks[1]
    assert sync.remarks[1].endswith("and 118 more")
    assert audit.face.text == "? could not be checked"


def test_a_right_says_what_from_what_and_until_when(march: Assessment) -> None:
    right = rights(march, "en")[0]
    assert (right.name, right.promised, right.figure) == ("Termination (client)", "31 March 2026", "until 30 May 2026")
    assert right.remarks == ("because of shop-up March 2026", "notice 14 days")


def test_only_the_last_rights_are_shown_and_the_rest_are_counted(march: Assessment) -> None:
    many = rights(replace(march, rights=march.rights * 12), "en")
    assert len(many) == 10
    assert many[0].remarks[-1] == "2 more before it"


@pytest.mark.parametrize(
    ("text", "en", "pl"),
    [
        ("1h", "every hour", "co godzinę"),
        ("6h", "every 6 hours", "co 6 godzin"),
        ("P1D", "every day", "codziennie"),
        ("P6M", "every half-year", "co pół roku"),
        ("P2M", "every 2 months", "co 2 miesiące"),
        ("P1M3D", "every P1M3D", "co P1M3D"),
    ],
)
def test_how_often_a_duty_returns(text: str, en: str, pl: str) -> None:
    assert (every(text, "en"), every(text, "pl")) == (en, pl)


@pytest.mark.parametrize(("lang", "word"), [("en", "Duties"), ("pl", "Obowiązki okresowe")])
def test_terminal_and_page_have_a_section_for_each(march: Assessment, lang: str, word: str) -> None:
    text, page = printed(assessment(march, 80, lang), 80), assessment_page(march, lang)
    titles = [PHRASES[lang][key] for key in ("measures", "duties", "rights")]
    assert word in titles
    for title in titles:
        assert title in text
        assert title in page
    assert "<Share>" not in page
    assert all(len(line) <= 80 for line in text.splitlines())


def test_an_assessment_without_them_has_no_such_section() -> None:
    text = printed(assessment(judged("", "2026-03", ticket("T-1", "2026-03-02T10:00", 30)), 80, "en"), 80)
    assert not any(PHRASES["en"][key] in text for key in ("measures", "duties", "rights"))


def test_polish_tells_remarks_in_polish(march: Assessment) -> None:
    told = " ".join(
        remark for rows in (measures, duties, rights) for row in rows(march, "pl") for remark in row.remarks
    )
    assert "Dane obejmują 96,77% okresu." in told or "Dane obejmują 96,76% okresu." in told
    for word in ("missed", "cases", "because", "notice", "rows cover"):
        assert word not in told
