"""`gwarant evidence`: bring in what happened, and check files of it."""

import hashlib
from collections.abc import Iterable, Iterator

import typer

from gwarant.cli.inputs import evidence_of
from gwarant.cli.terminal import STDIN, argument, guarded, print_json, read_text, unusable, working, write_text
from gwarant.importers import IMPORTERS
from gwarant.sla.clocks.early import early_answers
from gwarant.sla.document import iso
from gwarant.sla.evidence.form import FORMS
from gwarant.sla.evidence.jsonl import line_schema, write_lines
from gwarant.sla.evidence.model import Evidence
from gwarant.sla.evidence.value import ascii_safe
from gwarant.sla.problem import did_you_mean

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
    log: str = typer.Option("", "--log", metavar="changes|checks", help="status-log: what a row means."),
    every: str = typer.Option("", "--every", metavar="5m", help="status-log: how often the monitor looked."),
    column: list[str] = typer.Option(
        [], "--map", metavar="FIELD=COLUMN", help="csv: a column; FIELD==TEXT is a constant."
    ),
    event: list[str] = typer.Option(
        [], "--event", metavar="KIND=COLUMN", help="csv: a column of times that are events."
    ),
    row: str = typer.Option("ticket", "--row", help="csv: the type of its rows."),
    time_format: str = typer.Option("", "--time-format", help="csv: a strptime format."),
    classes: list[str] = typer.Option(
        [], "--class", metavar="THEIRS=OURS", help="Their priority as a class of the contract."
    ),
    state: list[str] = typer.Option([], "--state", metavar="THEIRS=OURS", help="Their state as one of ours."),
    channel: list[str] = typer.Option([], "--channel", metavar="THEIRS=OURS", help="Their channel as one of ours."),
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
    options = _options(kind, log, every, row, time_format, _pairs("--class", classes), skip_bad)
    if kind == "csv":
        options |= _csv_options(column, event)
    pairs = {"states": _pairs("--state", state), "channels": _pairs("--channel", channel)}
    desk = {**pairs, "agents": agent, "robots": robot, "service": service, "service_field": service_field}
    options |= {name: value for name, value in desk.items() if value}
    with working(f"reading {source}"):
        imported = IMPORTERS[kind](read_text(source), zone=zone, options=options, file=source)
        written = list(write_lines(imported.evidence))
        write_text(out, written)
    summary = _summary(imported.evidence, written)
    notes = [*imported.notes, *_early(imported.evidence)]
    if as_json and out != STDIN:
        print_json({**summary, "notes": notes})
    elif not as_json:
        _tell(summary, notes)


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
        _tell(summary, notes)


@app.command()
def schema() -> None:
    """Print the JSON Schema of an evidence line."""
    print_json(line_schema())


def _options(
    kind: str, log: str, every: str, row: str, time_format: str, classes: dict[str, str], skip_bad: bool
) -> dict[str, object]:
    given: dict[str, object] = {"skip_bad": skip_bad} if skip_bad else {}
    if kind == "status-log":
        given |= {name: value for name, value in (("log", log), ("every", every)) if value}
    if kind == "csv":
        given |= {"row": row, **({"time_format": time_format} if time_format else {})}
        return given | ({"values": {"class": classes}} if classes else {})
    return given | ({"classes": classes} if classes else {})


def _csv_options(columns: Iterable[str], events: Iterable[str]) -> dict[str, object]:
    pairs = _pairs("--map", columns)
    constants = {name: text[1:] for name, text in pairs.items() if text.startswith("=")}
    named = {name: text for name, text in pairs.items() if not text.startswith("=")}
    found = {"columns": named, "constants": constants, "events": _pairs("--event", events)}
    return {name: value for name, value in found.items() if value}


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
    return {"rows": sum(counts.values()), "tickets": tickets, **counts, "sha256": digest}


def _early(evidence: Evidence) -> Iterator[str]:
    rows = early_answers(evidence.events)
    for one in rows[:SHOWN]:
        words = f"ticket {ascii_safe(one.ticket)}: {one.kind.value} at {iso(one.at)} ({ascii_safe(one.id)})"
        yield f"{words} is dated before its report; it counts at the moment of the report"
    if len(rows) > SHOWN:
        yield f"and {len(rows) - SHOWN} more that are dated before their report"


def _tell(summary: dict[str, object], notes: Iterable[str]) -> None:
    for name, value in summary.items():
        typer.echo(f"{name:12} {value}", err=True)
    for note in notes:
        typer.echo(f"note: {note}", err=True)
