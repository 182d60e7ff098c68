"""`gwarant assess`: judge a period, or set several contracts beside each other."""

import json
from collections.abc import Sequence
from enum import StrEnum

import typer

from gwarant.cli.inputs import contracts_of, evidence_of
from gwarant.cli.terminal import FINE, FOUND, STDIN, console, guarded, unusable, working, write_text
from gwarant.pictures.page import assessment_page
from gwarant.pictures.terminal import assessment_sheet, what_if_sheet
from gwarant.sla.assessment import Assessment, assess, to_bytes, to_document
from gwarant.sla.availability import Verdict as AvailabilityVerdict
from gwarant.sla.clocks.reading import Verdict
from gwarant.sla.evidence.model import Evidence

app = typer.Typer(rich_markup_mode=None)


class Format(StrEnum):
    TEXT = "text"
    JSON = "json"
    HTML = "html"


@app.command("assess")
@guarded
def assess_(
    contract: str = typer.Argument(..., help="The contract."),
    evidence: list[str] = typer.Argument(..., metavar="EVIDENCE…", help="Evidence files, JSON Lines."),
    period: str = typer.Option(
        ..., "--period", metavar="PERIOD", help="2016-03, 2016-Q1, 2016 or 2016-03-01..2016-03-15."
    ),
    what_if: list[str] = typer.Option([], "--what-if", metavar="OTHER", help="The same period under another contract."),
    version: list[str] = typer.Option([], "--version-file", metavar="FILE", help="Another version of the contract."),
    form: Format = typer.Option(Format.TEXT, "--format", help="How to show it."),
    out: str = typer.Option(STDIN, "-o", "--out", metavar="FILE", help="Where to write json or html."),
    language: str = typer.Option("en", "--lang", metavar="en|pl", help="Language of the words."),
    as_json: bool = typer.Option(False, "--json", help="The same as --format json."),
    check: bool = typer.Option(False, "--check", help="End with 1 when a promise was broken."),
) -> None:
    """Judge a period: every figure with its clause, its inputs and its verdict."""
    if language not in ("en", "pl"):
        raise unusable("--lang", f"{language!r} is not a language here", "en or pl")
    rows = evidence_of(evidence)
    with working(f"judging {period}") as tell:
        judged = [_judge([contract, *version], rows, period)]
        for other in what_if:
            tell(f"judging {period} under {other}")
            judged.append(_judge([other], rows, period))
    _show(judged, Format.JSON if as_json else form, out, language)
    raise typer.Exit(FOUND if check and _is_broken(judged[0]) else FINE)


def _judge(files: Sequence[str], rows: Evidence, period: str) -> Assessment:
    return assess(contracts_of(files), rows, period)


def _show(judged: Sequence[Assessment], form: Format, out: str, language: str) -> None:
    if form is Format.HTML:
        write_text(out, [assessment_page(judged[0], language)])
    elif form is Format.JSON and len(judged) == 1:
        write_text(out, [to_bytes(judged[0]).decode(), "\n"])
    elif form is Format.JSON:
        write_text(out, [json.dumps([to_document(one) for one in judged], ensure_ascii=False), "\n"])
    else:
        _print(judged, language)


def _print(judged: Sequence[Assessment], language: str) -> None:
    screen = console()
    if len(judged) == 1:
        screen.print(assessment_sheet(judged[0], screen.width, language))
    else:
        screen.print(what_if_sheet(judged, screen.width, language))


def _is_broken(assessment: Assessment) -> bool:
    late = assessment.with_verdict(Verdict.BREACHED)
    down = [row for row in assessment.availability if row.figure.verdict is AvailabilityVerdict.BREACHED]
    return bool(late or down)
