"""The page as a whole."""

from collections.abc import Iterator

from gwarant.pictures.account import note_texts
from gwarant.pictures.frame import page_hatching
from gwarant.pictures.keys import wording_titled
from gwarant.pictures.markup import Markup, el, joined, raw
from gwarant.pictures.names import Names
from gwarant.pictures.opening import is_empty, lead, tickets_line
from gwarant.pictures.page.account import corrections_section, ledger_section
from gwarant.pictures.page.parts import listed, section
from gwarant.pictures.page.promises import promise_sections
from gwarant.pictures.page.readings import breach_section, reading_section
from gwarant.pictures.page.style import STYLE
from gwarant.pictures.page.sums import availability_section, hours_section, kept_section, remedies_section
from gwarant.pictures.summary import (
    client_of,
    evidence_text,
    key_facts,
    not_judged_texts,
    period_name,
    provenance_text,
    with_kept,
)
from gwarant.pictures.words import say
from gwarant.sla.assessment import Envelope
from gwarant.sla.assessment.model import Assessment

_NO_NAMES = Names()


def assessment_page(
    assessed: Assessment, lang: str = "en", names: Names = _NO_NAMES, envelope: Envelope | None = None
) -> str:
    """One self-contained page: no script, no file beside it."""
    names = with_kept(names, assessed)
    body = el(
        "body",
        page_hatching(),
        el(
            "main",
            _header(assessed, lang, names),
            *_sections(assessed, lang, names),
            _footer(assessed, lang, names, envelope),
        ),
    )
    return f"<!doctype html>{el('html', _head(assessed, lang), body, lang=lang)}\n"


def _head(assessed: Assessment, lang: str) -> Markup:
    title = f"{client_of(assessed)} · {period_name(assessed.period, lang)} · {say('assessment', lang)}"
    return el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", name="viewport", content="width=device-width,initial-scale=1"),
        el("meta", name="color-scheme", content="light dark"),
        el("title", title.removeprefix(" · ")),
        el("style", raw(STYLE)),
    )


def _header(assessed: Assessment, lang: str, names: Names) -> Markup:
    versions = "; ".join(wording_titled(one, lang) for one in assessed.wordings)
    meta = [versions, say("zone", lang, zone=assessed.zone)]
    title = [part for part in (client_of(assessed), period_name(assessed.period, lang)) if part]
    top = [
        el("p", say("assessment", lang), class_="kicker"),
        el("h1", " · ".join(title)),
        el("p", " · ".join(part for part in meta if part), class_="quiet"),
    ]
    return el("header", *top, *_opening(assessed, lang, names), class_="top")


def _opening(assessed: Assessment, lang: str, names: Names) -> Iterator[Markup]:
    """The first sentence and the few figures that matter most."""
    if is_empty(assessed):
        yield el("p", say("nothing", lang), class_="lead")
        return
    yield el("p", lead(assessed, lang, names), class_="lead")
    yield el("p", tickets_line(assessed, lang), class_="quiet")
    facts = (_fact(*fact) for fact in key_facts(assessed, lang, names))
    yield el("dl", *facts, class_="facts")


def _fact(name: str, text: str, remark: str) -> Markup:
    return el("div", el("dt", name), el("dd", text, el("small", remark) if remark else ""), class_="fact")


def _sections(assessed: Assessment, lang: str, names: Names) -> Iterator[Markup]:
    if is_empty(assessed):
        return
    numbers = {one: n for n, one in enumerate(assessed.readings, 1)}
    if assessed.kept:
        yield kept_section(assessed, lang)
        yield breach_section(assessed, lang, names, numbers)
    if assessed.availability:
        yield availability_section(assessed, lang, names)
    yield from promise_sections(assessed, lang)
    if any(month.hours for month in assessed.months):
        yield hours_section(assessed, lang)
    if assessed.months:
        yield remedies_section(assessed, lang, names)
    if assessed.money_corrections:
        yield corrections_section(assessed, lang)
    if assessed.ledger:
        yield ledger_section(assessed, lang, names)
    if assessed.readings:
        yield reading_section(assessed, lang, names, numbers)


def _footer(assessed: Assessment, lang: str, names: Names, envelope: Envelope | None) -> Markup:
    remarks = [
        section(id_, say(key, lang), listed(texts))
        for id_, key, texts in (
            ("not-judged", "not_judged_title", not_judged_texts(assessed, lang, names)),
            ("notes", "notes", note_texts(assessed, lang, names)),
        )
        if texts
    ]
    made = f"{provenance_text(envelope, lang)}. " if envelope else ""
    lines = (evidence_text(assessed, lang), f"{made}{say('same', lang)}")
    return joined([*remarks, el("footer", *(el("p", line, class_="quiet") for line in lines))])
