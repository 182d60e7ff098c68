"""`gwarant count`: the verdicts of very many tickets, counted without their explanations."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import typer

from gwarant.cli.inputs import in_order, language_of, moment_of, wordings_of
from gwarant.cli.terminal import FINE, FOUND, guarded, print_json, unusable, working
from gwarant.pictures.words import count, duration, say, whole
from gwarant.sla.assessment.assess import period_of
from gwarant.sla.assessment.case import known_wordings
from gwarant.sla.bulk import Counted, count_tickets
from gwarant.sla.civil import CivilPeriod
from gwarant.sla.clocks.reading import Verdict
from gwarant.sla.evidence.columns import Source, read_columns
from gwarant.sla.evidence.known import sight_of
from gwarant.sla.evidence.value import moment_text
from gwarant.sla.terms import Terms

app = typer.Typer(add_completion=False, rich_markup_mode=None)

SHOWN = 20
PIECE = 1 << 20
VERDICTS = (
    *(Verdict.MET, Verdict.BREACHED, Verdict.EXCLUDED, Verdict.NOT_REACHED),
    *(Verdict.COULD_NOT_CHECK, Verdict.PENDING),
)


@app.command("count")
@guarded
def count_(
    contract: str = typer.Argument(..., help="The contract."),
    evidence: list[str] = typer.Argument(..., metavar="EVIDENCE…", help="Evidence files, JSON Lines."),
    period: str = typer.Option(..., "--period", metavar="PERIOD", help="2016-03, 2016-Q1, 2016 or two days."),
    version: list[str] = typer.Option([], "--version-file", metavar="FILE", help="Another version of the contract."),
    known: str = typer.Option("", "--known", metavar="MOMENT", help="See only what had been received before then."),
    language: str = typer.Option("en", "--lang", metavar="en|pl", help="Language of the words."),
    as_json: bool = typer.Option(False, "--json", help="All counts and every breach as JSON."),
    check: bool = typer.Option(False, "--check", help="End with 1 when a promise was broken."),
) -> None:
    """Count the verdicts of very many tickets: by wording, class and clock, and each breach by name."""
    lang = language_of(language)
    wordings, source = wordings_of([contract, *version]), _source(evidence)
    with working(f"counting {period}") as tell:
        columns = read_columns(source, evidence[0] if len(evidence) == 1 else "")
        tell(f"{columns.lines} rows read, {len(columns.tickets)} tickets")
        terms = [Terms(one) for one in in_order(wordings, columns.agreements)]
        civil = period_of(period, terms)
        stated = sight_of(civil, columns.closings, terms[-1].zone)
        seen = moment_of(known, terms[-1].zone, "--known") if known else stated.known
        own = known_wordings(terms, columns.agreements, seen)
        if not own:
            raise unusable(contract, "had not been accepted by then")
        counted = count_tickets(own, columns, source, (civil.start, civil.end), seen)
    if as_json:
        print_json(_document(counted, civil, columns.lines))
    else:
        sys.stdout.writelines(f"{line}\n" for line in _table(counted, lang))
    raise typer.Exit(FOUND if check and counted.breaches else FINE)


def _source(files: Sequence[str]) -> Source:
    """The files one after the other; each is opened again when the source is asked again."""
    for file in files:
        if not Path(file).is_file():
            raise unusable(file, "is not a file that can be read twice", "give the path of an evidence file")

    def pieces() -> Iterator[bytes]:
        for file in files:
            last = b""
            for last in _pieces_of(file):
                yield last
            if last and not last.endswith(b"\n"):
                yield b"\n"

    return pieces


def _pieces_of(file: str) -> Iterator[bytes]:
    try:
        with Path(file).open("rb") as opened:
            while piece := opened.read(PIECE):
                yield piece
    except OSError as error:
        raise unusable(file, f"cannot be read: {error.strerror or error}") from None


def _document(counted: Counted, civil: CivilPeriod, rows: int) -> Mapping[str, object]:
    return {
        "period": civil.name,
        "rows": rows,
        "tickets": counted.tickets,
        "unjudged": counted.unjudged,
        "counts": [
            {"contract": key[0], "class": key[1], "clock": key[2], **{str(one): tally[one] for one in VERDICTS}}
            for key, tally in sorted(counted.tallies.items())
        ],
        "breaches": [{"key": one.key, "due": moment_text(one.due_at, 1), "late": one.late} for one in counted.breaches],
    }


def _table(counted: Counted, lang: str) -> Iterator[str]:
    rows = [("", "", "", *(say(str(one), lang) for one in VERDICTS))]
    rows += [(*key, *(whole(tally[one], lang) for one in VERDICTS)) for key, tally in sorted(counted.tallies.items())]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row[:3], widths, strict=False)]
        cells += [cell.rjust(width) for cell, width in zip(row[3:], widths[3:], strict=True)]
        yield "  ".join(cells).rstrip()
    yield ""
    parts = [count(counted.tickets, "ticket", lang), count(len(counted.breaches), "breach", lang)]
    yield ", ".join([*parts, f"{say('not_judged', lang)}: {whole(counted.unjudged, lang)}"])
    for one in counted.breaches[:SHOWN]:
        yield f"  {one.key}  {moment_text(one.due_at, 1)}  +{duration(one.late, lang, exact=True)}"
    if len(counted.breaches) > SHOWN:
        yield f"  … {count(len(counted.breaches) - SHOWN, 'more', lang)} (--json)"
