"""The sections of a report, in their order. One more: a function, its line in SECTIONS or ANNEX, a test."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from gwarant.pictures.account import CORRECTION_TITLES, LEDGER_TITLES, LedgerRow, correction_rows, extras, ledger_rows
from gwarant.pictures.decisions import DECISION_TITLES, decision_rows
from gwarant.pictures.faces import face_of
from gwarant.pictures.facts import tell, tell_all
from gwarant.pictures.names import Names
from gwarant.pictures.opening import none_missed
from gwarant.pictures.owed import nothing_owed, remedy_named
from gwarant.pictures.promises import Told, duties, measures, rights
from gwarant.pictures.revised import revised_rows
from gwarant.pictures.summary import (
    availability,
    breaches,
    cap_texts,
    currency_of,
    figure_face,
    kept_by_class,
    kept_face,
    kept_target,
    late_by,
    line_amount,
    line_base,
    money_months,
    not_judged_texts,
    owed,
    owed_for,
    pool_over,
    stood_text,
    sum_text,
)
from gwarant.pictures.words import count, dated, duration, percent, whole
from gwarant.reports.paper.blocks import Block, Cell, Code, Head, Listed, Part, Table, Words
from gwarant.reports.paper.cells import clause_of, face_text, faced, quiet, sentence_case, stopped
from gwarant.reports.paper.measured import measured, measured_days
from gwarant.reports.paper.stated import Stated
from gwarant.reports.paper.words import said, version_told
from gwarant.reports.paper.worked import entries, hours
from gwarant.sla.assessment.model import Kept, MonthOfMoney
from gwarant.sla.clocks.reading import Reading, Verdict
from gwarant.sla.evidence.model import MaintenanceWindow
from gwarant.sla.remedies.line import Line

TOP = 12
FEW = 10  # of fewer the counts say it; a share would dress them up
MS = 1000


Drawn = Callable[[Stated], Iterator[Block]]


@dataclass(frozen=True)
class Section:
    """A section: the phrase that titles it, and what it holds; one that holds nothing is left out."""

    title: str
    drawn: Drawn


def parts_of(told: Stated, sections: Sequence[Section]) -> list[Part]:
    """Those of the sections that have something to say."""
    found = ((one.title, tuple(one.drawn(told))) for one in sections)
    return [Part(said(title, told.lang), blocks) for title, blocks in found if blocks]


def noted(told: Stated) -> Iterator[Block]:
    """What the caretaker said when the month was closed."""
    yield from (Words(one.strip()) for one in told.note.splitlines() if one.strip())


def decisions(told: Stated) -> Iterator[Block]:
    """What needs a decision, of whom, and until when."""
    texts = decision_rows(told.decisions, told.names, told.assessment.zone, told.lang, told.sides)
    rows = _cells(texts)
    if rows:
        yield Table([said(key, told.lang) for key in DECISION_TITLES], rows, (7, 3, 2))


def kept(told: Stated) -> Iterator[Block]:
    """Every promise of every class; a share only of so many cases that it says more than their count."""
    found = told.assessment.kept
    if not found and "targets" in told.promised:
        yield Words(none_missed(told.assessment, told.lang), quiet=True)
    if not found:
        return
    shown = {
        "share": any(one.judged >= FEW for one in found),
        "clause": any(clause_of(one.clause) for one in found),
    }
    several = len({one.contract for one in found}) > 1
    columns = (("promise", 4), ("target_title", 3), ("kept_of", 0), ("share", 0), ("verdict", 3), ("clause", 0))
    kept_columns = [one for one in columns if shown.get(one[0], True)]
    rows: list[Sequence[Cell]] = []
    for _label, group in kept_by_class(told.assessment):
        wording = group[0].contract
        own, version = told.names.under(wording), version_told(wording, told.lang) if several else ""
        rows.append([Cell(" · ".join(part for part in (own.class_(group[0].class_), version) if part))])
        for one in group:
            cells = _kept_cells(one, own, told)
            rows.append([cells[name] for name, _width in kept_columns])
    titles, widths = [said(name, told.lang) for name, _ in kept_columns], [width for _, width in kept_columns]
    yield Table(titles, rows, widths, right=(2, 3) if shown["share"] else (2,))


def _kept_cells(one: Kept, own: Names, told: Stated) -> Mapping[str, Cell]:
    waiting, lang = f" +{one.pending}" if one.pending else "", told.lang
    return {
        "promise": Cell(own.clock(one.clock), more=" · ".join(_kept_remarks(one, told))),
        "target_title": Cell(kept_target(one, lang)),
        "kept_of": Cell(f"{one.met}/{one.judged}{waiting}"),
        "share": Cell("–" if one.share is None or one.judged < FEW else percent(one.share, lang)),
        "verdict": faced(kept_face(one, lang)),
        "clause": quiet(clause_of(one.clause)),
    }


def _kept_remarks(one: Kept, told: Stated) -> Iterator[str]:
    """The worst of several breaches, what was left out and why, how much could not be checked."""
    own = [
        row
        for row in told.assessment.readings
        if (row.contract, row.class_, row.clock) == (one.contract, one.class_, one.clock) and not row.reported_only
    ]
    late = [late_by(row) for row in own if row.verdict is Verdict.BREACHED]
    if len(late) > 1:
        yield said("worst", told.lang, late=duration(max(late), told.lang))
    if one.excluded:
        why = (tell(row.reason, told.lang) for row in own if row.verdict is Verdict.EXCLUDED and row.reason)
        yield said("left_out_of", told.lang, n=one.excluded, why=", ".join(dict.fromkeys(why)))
    if one.could_not_check:
        yield said("unchecked", told.lang, n=one.could_not_check)


def broken(told: Stated) -> Iterator[Block]:
    """The ticket deadlines that were missed, the longest first, each with its cause in the house's words."""
    found = breaches(told.assessment)
    if not found and told.assessment.kept:
        yield Words(none_missed(told.assessment, told.lang))
    rows = [_breach(one, told) for one in found[:TOP]]
    if rows:
        keys = ("ticket", "promise", "late", "cause")
        yield Table([said(key, told.lang) for key in keys], rows, (0, 3, 0, 4), right=(2,))
    if len(found) > TOP:
        yield Words(said("and_more", told.lang, n=count(len(found) - TOP, "more", told.lang)), quiet=True)


def other_promises(told: Stated) -> Iterator[Block]:
    """Measures, duties and rights."""
    groups = (
        ("measures", measures(told.assessment, told.lang), ("measure", "measure_target", "point")),
        ("duties", duties(told.assessment, told.lang), ("duty", "how_often", "duty: done")),
        ("rights", rights(told.assessment, told.lang), ("right", "arose", "use")),
    )
    for title, rows, keys in groups:
        if not rows and title == "duties" and "duties" in told.promised:
            yield Head(said(title, told.lang))
            yield Words(said("not_proven", told.lang), quiet=True)
        if rows:
            yield Head(said(title, told.lang))
            named = any(clause_of(one.clause) for one in rows)
            titles = [
                sentence_case(said(key, told.lang)) for key in (*keys, "verdict", *(("clause",) if named else ()))
            ]
            cells = [[*_promise(one), *((quiet(clause_of(one.clause)),) if named else ())] for one in rows]
            yield Table(titles, cells, (4, 2, 2, 2, 0)[: len(titles)], right=(1, 2))


def money(told: Stated) -> Iterator[Block]:
    """What each month owes and how it comes about; of several those that owe something, or have something to say."""
    months = money_months(told.assessment, told.lang)
    said_of = [row for row in months if len(months) == 1 or _has_money(row[1])]
    for title, one in said_of:
        yield from [Head(title)] if title else []
        yield from _settled(one, told)
    if months and not said_of:
        yield Words(nothing_owed(told.assessment, told.lang))


def revision(told: Stated) -> Iterator[Block]:
    """What this statement says otherwise than the one before it."""
    rows = revised_rows(told.revised, told.assessment, told.lang, told.names) if told.revised else []
    if rows:
        yield Table([said(key, told.lang) for key in ("revised", "before", "after")], _cells(rows), (4, 2, 2))


def planned(told: Stated) -> Iterator[Block]:
    """The announced maintenance of the period; that nothing was recorded is said where it would count."""
    rows = [_window(one, told) for one in told.planned]
    if rows:
        titles = [said(key, told.lang) for key in ("system", "from", "to", "announced")]
        yield Table(titles, rows, (3, 3, 3, 3))
    elif told.assessment.availability:
        yield Words(said("no_planned", told.lang), quiet=True)


def changed(told: Stated) -> Iterator[Block]:
    """What this period has changed about earlier ones, in words and in money."""
    named = told.names.under
    stood = ((named(one.contract).within(one.what), one.before, one.after) for one in told.assessment.corrections)
    rows = [
        [Cell(tell(what, told.lang, told.assessment.zone)), *(Cell(stood_text(one, told.lang)) for one in both)]
        for what, *both in stood
    ]
    if rows:
        yield Table([said(key, told.lang) for key in ("corrected", "before", "after")], rows, (4, 2, 2))
    amounts = [[Cell(text) for text in row] for row in correction_rows(told.assessment, told.lang, told.names)]
    if amounts:
        titles = [said(key, told.lang) for key in CORRECTION_TITLES]
        yield Table(titles, amounts, (2, 2, 2, 2, 4), right=(1, 2, 3))


def ledger(told: Stated) -> Iterator[Block]:
    """Where every amount stands."""
    rows = [_amount(one) for one in ledger_rows(told.assessment, told.lang, told.names)]
    if rows:
        yield Table([said(key, told.lang) for key in LEDGER_TITLES], rows, (3, 2, 4, 2, 2), right=(1, 3, 4))


def readings(told: Stated) -> Iterator[Block]:
    """Every deadline that fell in the period, ticket by ticket."""
    rows = [_reading(one, told) for one in told.assessment.readings if not one.reported_only]
    if rows:
        keys = ("ticket", "promise", "due_title", "used", "verdict")
        yield Table([said(key, told.lang) for key in keys], rows, (0, 4, 3, 2, 3), right=(3,))


def unjudged(told: Stated) -> Iterator[Block]:
    """What the contract promises and nobody judged."""
    silent = not_judged_texts(told.assessment, told.lang, told.names)
    if silent:
        yield Words(said("unjudged", told.lang))
        yield Listed(silent)


def quality(told: Stated) -> Iterator[Block]:
    """How whole the evidence is, what in it does not fit, and what there is to know beside the figures."""
    inputs = told.assessment.inputs
    rows = {"rows": count(inputs.rows, "row", told.lang), "receipts": whole(inputs.receipts, told.lang)}
    texts = [said("evidence_whole", told.lang, **rows, unread=whole(told.unread, told.lang))]
    texts += [stopped(one) for one in tell_all(told.assessment.notes, told.lang, told.assessment.zone)]
    yield Listed(texts)


def proof(told: Stated) -> Iterator[Block]:
    """What it was computed from, and the command that computes it again."""
    yield Words(said("computed_from", told.lang, rows=count(told.assessment.inputs.rows, "row", told.lang)))
    yield Code(told.assessment.inputs.evidence)
    for one in told.assessment.wordings:
        yield Code(f"{one.name}  {one.fingerprint}")
    yield Words(said("attached", told.lang))
    yield Code(told.command)
    if told.head:
        yield Words(said("chain", told.lang))
        yield Code(told.head)


SECTIONS = (
    Section("revision_title", revision),
    Section("from_caretaker", noted),
    Section("decisions", decisions),
    Section("kept", kept),
    Section("missed_title", broken),
    Section("availability", measured),
    Section("planned_title", planned),
    Section("other_promises", other_promises),
    Section("hours", hours),
    Section("remedies", money),
    Section("corrections", changed),
)
ANNEX = (
    Section("availability_days", measured_days),
    Section("entries_title", entries),
    Section("ledger", ledger),
    Section("readings", readings),
    Section("not_judged_title", unjudged),
    Section("quality", quality),
    Section("proof", proof),
)


def facts_of(told: Stated) -> Iterator[tuple[str, str, str]]:
    """The few figures that stand first: name, figure, remark."""
    found, lang = told.assessment, told.lang
    met, judged = sum(row.met for row in found.kept), sum(row.judged for row in found.kept)
    if judged:
        yield said("kept", lang), f"{met}/{judged}", ""
    for one in found.availability[: 2 if found.period.is_month else 0]:
        name = told.names.under(one.contract).service(one.figure.service)
        figure = availability(one.figure.point, one, lang)
        yield f"{said('availability', lang)}, {name}", figure, face_text(figure_face(one.figure, lang))
    hours = [month.hours for month in found.months if month.hours]
    if hours:
        pool = pool_over(hours)
        remark = said("of_pool", lang, there=duration(pool.there, lang)) if pool.there else ""
        yield said("hours_used", lang), duration(pool.used + pool.over, lang), remark
    if found.months:
        yield said("remedies", lang), owed(found, lang), ""


def _cells(rows: Iterable[Sequence[str]]) -> list[list[Cell]]:
    return [[Cell(text) for text in row] for row in rows]


def _window(one: MaintenanceWindow, told: Stated) -> Sequence[Cell]:
    moments = (dated(at // MS, told.assessment.zone, told.lang) for at in (one.start, one.end, one.announced))
    start, end, announced = moments
    urgent = said("emergency", told.lang) if one.emergency else ""
    service = told.names.service(one.service) if one.service else said("all_systems", told.lang)
    return [Cell(service, more=urgent), Cell(start), Cell(end), Cell(announced)]


def _amount(one: LedgerRow) -> Sequence[Cell]:
    status = Cell(one.status, more=" · ".join(one.remarks))
    return [Cell(one.name), Cell(one.computed), status, Cell(one.stands), Cell(one.open)]


def _breach(one: Reading, told: Stated) -> Sequence[Cell]:
    own, cause = told.names.under(one.contract), told.causes.get(one.ticket)
    promise = Cell(own.clock(one.clock), more=own.class_(one.class_))
    words = Cell(cause) if cause else quiet(said("no_cause", told.lang))
    return [Cell(one.ticket), promise, Cell(duration(late_by(one), told.lang), "breached"), words]


def _promise(one: Told) -> Sequence[Cell]:
    head = Cell(one.name, more=" ".join(one.remarks))
    return [
        head,
        Cell(one.promised),
        Cell(one.figure),
        faced(one.face),
    ]


def _has_money(one: MonthOfMoney) -> bool:
    return bool(one.remedies.lines or one.remedies.notes or one.surcharges)


def _settled(one: MonthOfMoney, told: Stated) -> Iterator[Block]:
    found, currency = one.remedies, currency_of(told.assessment, one.contract)
    if not found.lines:
        yield Words(nothing_owed(told.assessment, told.lang))
    else:
        rows = [_line(line, currency, told) for line in found.lines]
        total = Cell(sum_text(found.total, currency, told.lang), "ink")
        rows.append([Cell(said("total", told.lang)), Cell(""), Cell(""), total])
        titles = [said(key, told.lang) for key in ("remedy", "promise", "base", "amount")]
        yield Table(titles, rows, (2, 4, 3, 2), right=(2, 3))
    texts = [*cap_texts(found, currency, told.lang), *tell_all(found.notes, told.lang, told.assessment.zone)]
    texts += extras(one, currency, told.lang)
    yield from [Listed(texts)] if texts else []


def _line(line: Line, currency: str, told: Stated) -> Sequence[Cell]:
    reason = tell(line.reason, told.lang, told.assessment.zone) if line.reason else ""
    why = "" if line.kept else said("not_kept", told.lang, reason=reason)
    base, amount = line_base(line, currency, told.lang), line_amount(line, currency, told.lang)
    return [Cell(remedy_named(line, told.names)), Cell(owed_for(line, told.names), more=why), Cell(base), Cell(amount)]


def _reading(one: Reading, told: Stated) -> Sequence[Cell]:
    own, face = told.names.under(one.contract), face_of(one, told.lang)
    promise = Cell(own.clock(one.clock), more=own.class_(one.class_))
    due = Cell(dated(one.due_at, one.zone, told.lang))
    return [Cell(one.ticket), promise, due, Cell(duration(one.used, told.lang)), faced(face)]
