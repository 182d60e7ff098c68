"""`gwarant assess`: judge a period, or set several contracts beside each other."""

import json
import time
from collections.abc import Sequence
from enum import StrEnum

import typer

from gwarant.cli.inputs import contracts_of, evidence_of, in_order, language_of, moment_of, wordings_of
from gwarant.cli.terminal import FINE, FOUND, STDIN, guarded, print_json, show_sheet, unusable, working, write_text
from gwarant.pictures.names import Names, names_under
from gwarant.pictures.page import assessment_page
from gwarant.pictures.terminal import assessment, what_if
from gwarant.sla.assessment import Assessment, Envelope, assess, envelope_of, to_bytes, to_document
from gwarant.sla.assessment.envelope import to_bytes as envelope_bytes
from gwarant.sla.assessment.schema import assessment_schema
from gwarant.sla.civil import civil_period

app = typer.Typer(add_completion=False, rich_markup_mode=None)


class Format(StrEnum):
    TEXT = "text"
    JSON = "json"
    HTML = "html"


def _schema(wanted: bool) -> None:
    if wanted:
        print_json(assessment_schema())
        raise typer.Exit(FINE)


@app.command("assess")
@guarded
def assess_(
    contract: str = typer.Argument(..., help="The contract."),
    evidence: list[str] = typer.Argument(..., metavar="EVIDENCE…", help="Evidence files, JSON Lines."),
    period: str = typer.Option(
        ..., "--period", metavar="PERIOD", help="2016-03, 2016-Q1, 2016 or 2016-03-01..2016-03-15."
    ),
    others: list[str] = typer.Option([], "--what-if", metavar="OTHER", help="The same period under another contract."),
    version: list[str] = typer.Option([], "--version-file", metavar="FILE", help="Another version of the contract."),
    form: Format = typer.Option(Format.TEXT, "--format", help="How to show it."),
    out: str = typer.Option(STDIN, "-o", "--out", metavar="FILE", help="The file to write; standard output otherwise."),
    language: str = typer.Option("en", "--lang", metavar="en|pl", help="Language of the words."),
    as_json: bool = typer.Option(False, "--json", help="The same as --format json."),
    schema: bool = typer.Option(
        False, "--schema", is_eager=True, callback=_schema, help="Print the JSON Schema of an assessment, and end."
    ),
    check: bool = typer.Option(False, "--check", help="End with 1 when anything was broken or a right arose."),
    until: str = typer.Option("", "--until", metavar="MOMENT", help="Judge a running period as it stood then."),
    envelope: str = typer.Option("", "--envelope", metavar="FILE", help="Write who made it, with what and when."),
    known: str = typer.Option("", "--known", metavar="MOMENT", help="See only what had been received before then."),
) -> None:
    """Judge a period: every figure with its clause, its inputs and its verdict."""
    lang, form = language_of(language), Format.JSON if as_json else form
    if others and form is Format.HTML:
        raise unusable("--what-if", "is shown as text or json", "leave --format html out")
    wordings = wordings_of([contract, *version])
    rows = evidence_of(evidence)
    versions = in_order(wordings, rows.agreements)
    zone = versions[-1].defaults.timezone
    cut, seen = (moment_of(at, zone, name) if at else None for at, name in ((until, "--until"), (known, "--known")))
    with working(f"judging {period}") as tell:
        judged = [assess(versions, rows, period, cut, seen)]
        _check_until(cut, period, zone)
        for other in others:
            tell(f"judging {period} under {other}")
            judged.append(assess(contracts_of([other]), rows, period, cut, seen))
    made = envelope_of(judged[0], int(time.time()))
    if envelope:
        write_text(envelope, [envelope_bytes(made).decode(), "\n"])
    _show(judged, form, out, lang, names_under(versions).said_in(lang), made)
    raise typer.Exit(FOUND if check and judged[0].is_broken else FINE)


def _check_until(cut: int | None, period: str, zone: str) -> None:
    """InputError for a moment that cuts nothing off."""
    if cut is not None and cut > civil_period(period, zone).end:
        hint = "leave it out; --known takes another moment of what had been received"
        raise unusable("--until", f"lies after the end of {period}, which is judged whole", hint)


def _show(judged: Sequence[Assessment], form: Format, out: str, lang: str, names: Names, made: Envelope) -> None:
    if form is Format.HTML:
        write_text(out, [assessment_page(judged[0], lang, names, made)])
    elif form is Format.JSON and len(judged) == 1:
        write_text(out, [to_bytes(judged[0]).decode(), "\n"])
    elif form is Format.JSON:
        write_text(out, [json.dumps([to_document(one) for one in judged], ensure_ascii=False), "\n"])
    elif len(judged) == 1:
        show_sheet(lambda width: assessment(judged[0], width, lang, names, made), out)
    else:
        show_sheet(lambda width: what_if(*judged, width=width, lang=lang, names=names), out)
