"""Breaches and readings on the page: each with its bar, and its Why?."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from gwarant.pictures.faces import face_of
from gwarant.pictures.frame import Frame
from gwarant.pictures.keys import wording_text
from gwarant.pictures.markup import Markup, el, joined
from gwarant.pictures.names import Names
from gwarant.pictures.opening import none_missed
from gwarant.pictures.page.parts import NUMBER, face_html, section, table, time_html
from gwarant.pictures.segments import Line, by_and_ref, lines_of, stretch, sum_words
from gwarant.pictures.sentence import class_note, sentence, target_of
from gwarant.pictures.summary import breaches, late_text
from gwarant.pictures.svg import bar_svg, small_bar_svg
from gwarant.pictures.turns import turn
from gwarant.pictures.words import count, dated, duration, say
from gwarant.sla.assessment.model import Assessment
from gwarant.sla.clocks.reading import Reading

TOP = 15


def breach_section(assessed: Assessment, lang: str, names: Names, numbers: Mapping[Reading, int]) -> Markup:
    """The ticket deadlines that were missed, the longest first, each leading to its Why?."""
    found = breaches(assessed)
    if not found:
        return section("breaches", say("missed_title", lang), el("p", none_missed(assessed, lang)))
    titles = [say(key, lang) for key in ("ticket", "promise", "late")] + [""]
    rows = [_breach(one, lang, names, numbers[one]) for one in found[:TOP]]
    more = el("p", say("and_more", lang, n=count(len(found) - TOP, "more", lang)), class_="quiet")
    listed = table("", titles, rows, right=(2,))
    return section("breaches", say("missed_title", lang), listed, more if len(found) > TOP else "")


def reading_section(assessed: Assessment, lang: str, names: Names, numbers: Mapping[Reading, int]) -> Markup:
    """Every reading by clock and class, closed until somebody asks why."""
    groups = []
    several = len({one.contract for one in assessed.readings}) > 1
    ordered = sorted(assessed.readings, key=_promise)
    for _, rows in groupby(ordered, key=_promise):
        found = list(rows)
        title = _named(found[0], names) + (f" · {wording_text(found[0].contract, lang)}" if several else "")
        heading = el("h3", title, el("span", f" · {count(len(found), 'reading', lang)}", class_="quiet"))
        groups.append(el("div", heading, *(_details(one, lang, names, numbers[one]) for one in found), class_="group"))
    return section("readings", say("readings", lang), *groups)


def _promise(one: Reading) -> tuple[str, str, str]:
    return one.clock, one.class_, one.contract


def _named(one: Reading, names: Names) -> str:
    own = names.under(one.contract)
    return f"{own.clock(one.clock)} · {own.class_(one.class_)}"


def _breach(one: Reading, lang: str, names: Names, number: int) -> Markup:
    promise = _named(one, names)
    strip = small_bar_svg(one, lang, names, Frame(f"b{number}", alone=False))
    link = el("a", one.ticket, href=f"#why-{number}")
    late = el("td", late_text(one, lang), class_="num late")
    return el(
        "tr",
        el("th", link, scope="row", class_="short"),
        el("td", promise, class_="wide"),
        late,
        el("td", strip, class_="bar-cell"),
    )


def _details(one: Reading, lang: str, names: Names, number: int) -> Markup:
    strip = small_bar_svg(one, lang, names, Frame(f"s{number}", alone=False, silent=True))
    ticket = " · ".join([one.ticket, *turn(one, lang)])
    summary = el(
        "summary",
        el("span", ticket),
        face_html(face_of(one, lang)),
        el("span", duration(one.used, lang), **NUMBER),
        el("span", strip, class_="strip"),
    )
    return el("details", summary, _inner(one, lang, names, number), class_="is-breached" if one.is_breached else "")


def _inner(one: Reading, lang: str, names: Names, number: int) -> Markup:
    facts = (target_of(one, lang), one.calendar, class_note(one, lang), one.clause, wording_text(one.contract, lang))
    due = time_html(one.due_at, say("due", lang, when=dated(one.due_at, one.zone, lang)), one.zone, lang)
    return el(
        "div",
        el("p", sentence(one, lang, names)),
        bar_svg(one, lang, names, Frame(f"r{number}", alone=False)),
        el("p", " · ".join(fact for fact in facts if fact), " · ", due, class_="quiet"),
        _segments(one, lang),
        _evidence(one.evidence, lang),
        id=f"why-{number}",
        class_="inner",
    )


def _segments(one: Reading, lang: str) -> Markup:
    titles = [say(key, lang) for key in ("from", "to", "used", "why")]
    total, remark = sum_words(one, lang)
    foot = el(
        "tr",
        el("th", say("total", lang), scope="row", colspan="2", class_="short"),
        el("td", total, **NUMBER),
        el("td", remark, class_="wide"),
    )
    body = [*(_line(line, one, lang) for line in lines_of(one)), foot]
    return table(say("segments", lang), titles, body, right=(2,))


def _line(line: Line, one: Reading, lang: str) -> Markup:
    since, until = stretch(line, one.zone, lang)
    moments = ((line.since, since), (line.until, until))
    times = (el("td", time_html(at, text, one.zone, lang), class_="nowrap") for at, text in moments)
    counted = duration(line.counted, lang, exact=True) if line.is_counted else "–"
    about = by_and_ref(line, lang)
    why = [say(line.kind.value, lang), el("span", f" · {about}", class_="quiet") if about else ""]
    return el("tr", *times, el("td", counted, **NUMBER), el("td", *why, class_="wide"))


def _evidence(ids: Sequence[str], lang: str) -> Markup:
    return el("p", f"{say('evidence', lang)}: ", _codes(ids), class_="quiet") if ids else Markup("")


def _codes(ids: Iterable[str]) -> Markup:
    return joined((el("code", one) for one in ids), ", ")
