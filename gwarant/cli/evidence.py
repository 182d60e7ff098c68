"""`gwarant evidence`: bring in what happened, and check files of it."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace

import typer

from gwarant.cli.inputs import evidence_of
from gwarant.cli.terminal import STDIN, argument, guarded, print_json, read_bytes, unusable, working, write_text
from gwarant.importers import IMPORTERS
from gwarant.importers.encoding import decoded
from gwarant.importers.option import GIVEN_BY
from gwarant.pictures.facts import tell
from gwarant.sla.assessment.codes import imported_rows
from gwarant.sla.clocks.early import early_answers
from gwarant.sla.document import iso
from gwarant.sla.evidence.form import FORMS
from gwarant.sla.evidence.jsonl import line_schema, write_lines
from gwarant.sla.evidence.model import Evidence
from gwarant.sla.evidence.value import ascii_safe
from gwarant.sla.problem import InputError, Problem, did_you_mean

SHOWN = 20

app = typer.Typer(
    add_completion=False, no_args_is_help=True, rich_markup_mode=None, help="Evidence: import, check, schema."
)


@app.command("import")
@guarded
def import_(
    source: str = typer.Argument(..., metavar="IN", help="The file to read, - for standard input."),
    kind: str = typer.Option(..., "--from", metavar="|".join(IMPORTERS), help="What it is."),
    out: str = typer.Option(
        ..., "-o", "--out", metavar="OUT", help="The evidence file to write, - for standard output."
    ),
    zone: str = typer.Option("UTC", "--zone", help="Zone of times that name none."),
    encoding: str = typer.Option(
        "",
        "--encoding",
        metavar="NAME",
        help="Encoding of the export, such as windows-1250; else it is found.",
    ),
    log: str = typer.Option("", "--log", metavar="changes|checks", help="status-log: what a row means."),
    every: str = typer.Option("", "--every", metavar="5m", help="status-log: how often the monitor looked."),
    column: list[str] = typer.Option(
        [], "--map", metavar="FIELD=COLUMN", help="Tables: a column; FIELD==TEXT is a constant."
    ),
    event: list[str] = typer.Option(
        [], "--event", metavar="KIND=COLUMN", help="csv: a column of times that are events."
    ),
    row: str = typer.Option("", "--row", help="csv: the type of its rows; ticket unless it is given."),
    time_format: str = typer.Option(
        "", "--time-format", help="servicenow, status-log, csv: how times are written, as strptime has it."
    ),
    classes: list[str] = typer.Option(
        [], "--class", metavar="THEIRS=OURS", help="Their priority as a class of the contract."
    ),
    default_class: str = typer.Option("", "--default-class", metavar="CLASS", help="The class of what names none."),
    state: list[str] = typer.Option([], "--state", metavar="THEIRS=OURS", help="Their state as one of ours."),
    channel: list[str] = typer.Option([], "--channel", metavar="THEIRS=OURS", help="Their channel as one of ours."),
    word: list[str] = typer.Option([], "--kind", metavar="THEIRS=OURS", help="Their word for what happened."),
    report_first: bool = typer.Option(False, "--report-first", help="csv: the first row of a ticket is its report."),
    agent: list[str] = typer.Option([], "--agent", metavar="ID", help="jira, zammad: an account of ours."),
    robot: list[str] = typer.Option([], "--robot", metavar="ID", help="jira, zammad: an account that is software."),
    service: str = typer.Option("", "--service", metavar="ID", help="The service of tickets that name none."),
    service_field: str = typer.Option("", "--service-field", metavar="FIELD", help="jira, zammad: where it stands."),
    skip_bad: bool = typer.Option(False, "--skip-bad", help="Leave bad rows out, and say which."),
    as_json: bool = typer.Option(False, "--json", help="The summary as JSON."),
) -> None:
    """Turn an export of another tool into evidence, saying aloud what was assumed."""
    if kind not in IMPORTERS:
        raise unusable("--from", f"there is no importer {kind!r}", did_you_mean(kind, IMPORTERS))
    given: dict[str, object] = {
        "--log": log,
        "--every": every,
        "--row": row,
        "--time-format": time_format,
        "--skip-bad": skip_bad,
        "--map": _pairs("--map", column),
        "--event": _pairs("--event", event),
        "--class": _pairs("--class", classes),
        "--default-class": default_class,
        "--report-first": report_first,
        "--state": _pairs("--state", state),
        "--channel": _pairs("--channel", channel),
        "--kind": _pairs("--kind", word),
        "--agent": agent,
        "--robot": robot,
        "--service": service,
        "--service-field": service_field,
    }
    options = _options(kind, {name: value for name, value in given.items() if value})
    with working(f"reading {source}"):
        raw = read_bytes(source)
        export = decoded(raw, encoding, source)
        imported = IMPORTERS[kind](export.text, zone=zone, options=options, file=source)
        account = replace(imported.account, file=hashlib.sha256(raw).hexdigest())
        evidence = replace(imported.evidence, imports=(account,))
        written = list(write_lines(evidence))
        write_text(out, written)
    summary = _summary(evidence, written)
    notes = [export.note, *imported.notes, *_early(evidence)]
    if as_json and out != STDIN:
        print_json({**summary, "notes": notes})
    elif not as_json:
        _tell(summary, _exports(evidence), notes)


@app.command()
@guarded
def check(
    files: list[str] = typer.Argument(..., metavar="FILE…", help="Evidence files."),
    as_json: bool = typer.Option(False, "--json", help="The summary as JSON."),
) -> None:
    """Read evidence and say what it holds, or every problem in it."""
    evidence = evidence_of(files)
    summary, notes = _summary(evidence, write_lines(evidence)), [*_early(evidence)]
    if as_json:
        print_json({**summary, "notes": notes})
    else:
        _tell(summary, _exports(evidence), notes)


@app.command()
def schema() -> None:
    """Print the JSON Schema of an evidence line."""
    print_json(line_schema())


def _options(kind: str, given: dict[str, object]) -> dict[str, object]:
    """The options as the importer calls them; InputError for all that it would not use."""
    found: dict[str, object] = {}
    unused: list[Problem] = []
    for option, value in given.items():
        names = [name for name, own in GIVEN_BY.items() if own == option]
        if not set(names) & set(IMPORTERS[kind].options):
            users = [one for one, importer in IMPORTERS.items() if set(names) & set(importer.options)]
            hint = f"it belongs to {', '.join(users)}; leave it out"
            unused += unusable(option, f"is not used by {kind}", hint).problems
        found |= _columns(value) if option == "--map" and isinstance(value, dict) else {names[0]: value}
    if unused:
        raise InputError(unused)
    return found


def _columns(pairs: dict[str, str]) -> dict[str, object]:
    constants = {name: text[1:] for name, text in pairs.items() if text.startswith("=")}
    named = {name: text for name, text in pairs.items() if not text.startswith("=")}
    return {name: value for name, value in {"columns": named, "constants": constants}.items() if value}


def _pairs(option: str, texts: Iterable[str]) -> dict[str, str]:
    return dict(argument(option, _pair, text) for text in texts)


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not (name and equals and value):
        raise ValueError(f"{text!r} is not a pair; write NAME=VALUE")
    return name, value


def _summary(evidence: Evidence, lines: Iterable[str]) -> dict[str, object]:
    counts = {one.part: len(getattr(evidence, one.part)) for one in FORMS if getattr(evidence, one.part)}
    tickets = len({event.ticket for event in evidence.events})
    digest = hashlib.sha256("".join(lines).encode()).hexdigest()
    exports = [{"source": one.source, "rows": one.rows, **one.fates} for one in evidence.imports if one.rows]
    made = {"rows": sum(counts.values()), "tickets": tickets, **counts, "sha256": digest}
    return {**made, "exports": exports} if exports else made


def _exports(evidence: Evidence) -> Iterator[str]:
    """What became of the rows of each export, as an assessment will say it."""
    for one in evidence.imports:
        if not one.rows:
            yield "no rows: there is nothing in it but a header"
        else:
            yield tell(imported_rows(one), "en")


def _early(evidence: Evidence) -> Iterator[str]:
    rows = early_answers(evidence.events)
    for one in rows[:SHOWN]:
        words = f"ticket {ascii_safe(one.ticket)}: {one.kind.value} at {iso(one.at)} ({ascii_safe(one.id)})"
        yield f"{words} is dated before its report; it counts at the moment of the report"
    if len(rows) > SHOWN:
        yield f"and {len(rows) - SHOWN} more that are dated before their report"


def _tell(summary: dict[str, object], exports: Iterable[str], notes: Iterable[str]) -> None:
    for name, value in summary.items():
        if name != "exports":
            typer.echo(f"{name:12} {value}", err=True)
    for line in exports:
        typer.echo(f"export       {line}", err=True)
    for note in notes:
        typer.echo(f"note: {note}", err=True)
