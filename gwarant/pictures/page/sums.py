"""What was kept, availability, hours and remedies on the page."""

from collections.abc import Iterator

from gwarant.pictures.account import extras
from gwarant.pictures.facts import tell, tell_all
from gwarant.pictures.figure_names import bounds_told, own_label
from gwarant.pictures.frame import Frame
from gwarant.pictures.kinds import TITLES, kinds_told
from gwarant.pictures.markup import Markup, el, joined
from gwarant.pictures.month import DayState, days_of, states_of
from gwarant.pictures.month_svg import month_svg, month_text, sign_svg
from gwarant.pictures.names import Names
from gwarant.pictures.outage_words import none_seen
from gwarant.pictures.owed import nothing_owed, remedy_named
from gwarant.pictures.page.parts import NUMBER, face_html, listed, row, section, table, terms, time_html
from gwarant.pictures.running import so_far
from gwarant.pictures.strip import share_svg, strip_svg
from gwarant.pictures.summary import (
    Pool,
    availability,
    bound,
    cap_texts,
    currency_of,
    figure_face,
    figure_facts,
    kept_by_class,
    kept_face,
    kept_target,
    line_amount,
    line_base,
    milliseconds,
    money_months,
    outage_remark,
    outages,
    owed_for,
    pool_facts,
    pool_of,
    promised_remarks,
    sum_text,
    unchecked_mark,
)
from gwarant.pictures.words import count, dated, percent, say
from gwarant.sla.assessment.model import Assessment, Kept, MonthOfMoney, Promised
from gwarant.sla.availability import Figure, Outage
from gwarant.sla.hours import Statement
from gwarant.sla.remedies import Settlement
from gwarant.sla.remedies.line import Line

TOP = 12


def kept_section(assessed: Assessment, lang: str) -> Markup:
    """Every promise of every class with its share."""
    keys = ("promise", "target_title", "kept_of", "share")
    titles = [*(say(key, lang) for key in keys), "", say("verdict", lang), say("clause", lang)]
    rows: list[Markup] = []
    for class_, found in kept_by_class(assessed):
        rows.append(el("tr", el("th", class_, scope="rowgroup", colspan=str(len(titles)))))
        rows += [_kept(one, lang) for one in found]
    return section("kept", say("kept", lang), table("", titles, rows, right=(1, 2, 3)))


def availability_section(assessed: Assessment, lang: str, names: Names) -> Markup:
    """Each figure with its strip of days."""
    found = (_promised(one, assessed, lang, names, n) for n, one in enumerate(assessed.availability))
    return section("availability", say("availability", lang), *found)


def hours_section(assessed: Assessment, lang: str) -> Markup:
    """The pool of each month."""
    return section("hours", say("hours", lang), *_hours(assessed, lang))


def remedies_section(assessed: Assessment, lang: str, names: Names) -> Markup:
    """What each month owes."""
    return section("remedies", say("remedies", lang), *_remedies(assessed, lang, names))


def _kept(one: Kept, lang: str) -> Markup:
    share = "–" if one.share is None else percent(one.share, lang)
    waiting = f" +{one.pending}" if one.pending else ""
    waiting += unchecked_mark(one)
    css = "is-none" if one.share is None else ("is-broken" if one.breached else "")
    part = 0.0 if one.share is None else float(one.share) / 100
    cells = (
        el("td", kept_target(one, lang), **NUMBER),
        el("td", f"{one.met}/{one.judged}{waiting}", **NUMBER),
        el("td", share, **NUMBER),
        el("td", share_svg(part, css), class_="gone"),
        el("td", face_html(kept_face(one, lang))),
        el("td", one.clause, class_="quiet"),
    )
    return row(*cells, head=one.label)


def _promised(one: Promised, assessed: Assessment, lang: str, names: Names, n: int) -> Markup:
    figure, zone = one.figure, assessed.zone
    days = days_of(figure, zone)
    bounds = bounds_told(one, lang)
    name = f"{say('availability', lang)}, {names.under(one.contract).service(figure.service)}"
    remarks = [*promised_remarks(one, zone, lang)]
    return el(
        "div",
        _figure_head(one, assessed, lang, names),
        el("div", availability(figure.point, one, lang), class_="point"),
        el("p", bounds, class_="quiet") if bounds else "",
        month_svg(days, name, month_text(days, lang), lang, Frame(f"m{n}", alone=False)),
        _legend(states_of(days), lang),
        terms(figure_facts(figure, zone, lang), "inline"),
        _outages(figure, zone, lang),
        listed(remarks) if remarks else "",
        class_="figure",
    )


def _figure_head(one: Promised, assessed: Assessment, lang: str, names: Names) -> Markup:
    name = names.under(one.contract).service(one.figure.service)
    parts = [part for part in (own_label(one, name), bound(one.target, lang), one.clause) if part]
    title = el("h3", name, el("span", f" · {' · '.join(parts)}", class_="quiet"))
    return el("div", title, face_html(so_far(figure_face(one.figure, lang), assessed, lang)), class_="head")


def _legend(states: tuple[DayState, ...], lang: str) -> Markup:
    return el("p", *(el("span", sign_svg(state), say(state.value, lang)) for state in states), class_="legend")


def _outages(figure: Figure, zone: str, lang: str) -> Markup:
    found = outages(figure)
    if not found:
        return el("p", none_seen(figure, lang))
    titles = [say(key, lang) for key in ("from", "to", "downtime", "evidence")]
    more = el("p", say("and_more", lang, n=count(len(found) - TOP, "more", lang)), class_="quiet")
    rows = [_outage(one, zone, lang) for one in found[:TOP]]
    caption = count(len(found), "outage", lang)
    return joined([table(caption, titles, rows, right=(2,)), more if len(found) > TOP else ""])


def _outage(one: Outage, zone: str, lang: str) -> Markup:
    ends = (one.start // 1000, one.end // 1000)
    times = (el("td", time_html(at, dated(at, zone, lang), zone, lang), class_="nowrap") for at in ends)
    down = el("td", milliseconds(one.counted_ms, lang), **NUMBER)
    return el("tr", *times, down, el("td", outage_remark(one, lang), class_="quiet wide"))


def _hours(assessed: Assessment, lang: str) -> Iterator[Markup]:
    for title, one in money_months(assessed, lang):
        if one.hours:
            pool = pool_of(one.hours)
            facts = pool_facts(one.hours, currency_of(assessed, one.contract), lang)
            rows = (row(el("td", text, **NUMBER), head=name) for name, text in facts)
            yield el("h3", title) if title else Markup("")
            yield _pool(pool, lang) if pool.there else Markup("")
            yield el("table", el("tbody", *rows), class_="columns")
            yield from _kinds(one.hours, currency_of(assessed, one.contract), lang)


def _kinds(statement: Statement, currency: str, lang: str) -> Iterator[Markup]:
    """Who bore which work, where not all of it was the pool's."""
    found = kinds_told(statement, currency, lang)
    rows = [row(*(el("td", cell, **NUMBER) for cell in cells), head=name) for name, *cells in found]
    if rows:
        yield table("", [say(key, lang) for key in TITLES], rows, right=range(1, len(TITLES)))


def _pool(pool: Pool, lang: str) -> Markup:
    """The pool as one strip: used, left, and behind its edge what lies above it."""
    parts = [part for part in (("used", pool.used), ("left", pool.left), ("over", pool.over)) if part[1]]
    signs = (el("span", el("i", class_=css), say(f"hours_{css}", lang)) for css, _ in parts)
    return joined([strip_svg(parts), el("p", *signs, class_="legend pool-signs")])


def _remedies(assessed: Assessment, lang: str, names: Names) -> Iterator[Markup]:
    for title, one in money_months(assessed, lang):
        yield el("h3", title) if title else Markup("")
        yield _settled(one, assessed, lang, names)
        more = [*extras(one, currency_of(assessed, one.contract), lang)]
        yield listed(more) if more else Markup("")


def _settled(one: MonthOfMoney, assessed: Assessment, lang: str, names: Names) -> Markup:
    found: Settlement = one.remedies
    currency = currency_of(assessed, one.contract)
    if not found.lines:
        return el("p", nothing_owed(assessed, lang))
    titles = [say(key, lang) for key in ("remedy", "promise", "base", "amount")]
    total = el("td", el("strong", sum_text(found.total, currency, lang)), **NUMBER)
    foot = el("tr", el("th", el("strong", say("total", lang)), scope="row", colspan="3", class_="short"), total)
    rows = [*(_line(line, currency, lang, names, assessed.zone) for line in found.lines), foot]
    remarks = [*cap_texts(found, currency, lang), *tell_all(found.notes, lang, assessed.zone)]
    return joined([table("", titles, rows, right=(2, 3)), listed(remarks) if remarks else ""])


def _line(line: Line, currency: str, lang: str, names: Names, zone: str) -> Markup:
    reason = say("not_kept", lang, reason=tell(line.reason, lang, zone) if line.reason else "")
    about = el("td", owed_for(line, names), "" if line.kept else el("span", f" · {reason}", class_="quiet"))
    base = el("td", line_base(line, currency, lang), **NUMBER)
    amount = el("td", line_amount(line, currency, lang), class_="num" if line.kept else "num quiet")
    return row(about, base, amount, head=remedy_named(line, names))
