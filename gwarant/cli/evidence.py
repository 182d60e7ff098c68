"""`gwarant evidence`: bring in what happened, and check files of it."""

import hashlib
from collections.abc import Iterable, Iterator

import typer

from gwarant.cli.inputs import evidence_of
from gwarant.cli.terminal import STDIN, argument, guarded, print_json, read_bytes, unusable, working, write_text
from gwarant.importers import IMPORTERS
from gwarant.importers.encoding import decoded
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
    encoding: str = typer.Option(
        "",
        "--encoding",
        metavar="NAME",
        help="Encoding of the export, such as windows-1250; else it is found.",
    ),
    log: str = typer.Option("", "--log", metavar="changes|checks", help="status-log: what a row means."),
    every: str = typer.Option("", "--every", metavar="5m", help="status-log: how often the monitor looked."),
    column: list[str] = typer.Option(
        [], "--map", metavar="FIELD=COLUMN", help="csv: a column; FIELD==TEXT is a constant."
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
    state: list[str] = typer.Option([], "--state", metavar="THEIRS=OURS", help="Their state as one of ours."),
    channel: list[str] = typer.Option([], "--channel", metavar="THEIRS=OURS", help="Their channel as one of ours."),
    word: list[str] = typer.Option([], "--kind", metavar="THEIRS=OURS", help="csv: their word for what happened."),
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
        export = decoded(read_bytes(source), encoding, source)
        imported = IMPORTERS[kind](export.text, zone=zone, options=options, file=source)
        written = list(write_lines(imported.evidence))
        write_text(out, written)
    summary = _summary(imported.evidence, written)
    notes = [export.note, *imported.notes, *_early(imported.evidence)]
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


_DESK = {"--class": "classes", "--state": "states", "--channel": "channels", "--service": "service"}
_ACCOUNTS = {"--agent": "agents", "--robot": "robots", "--service-field": "service_field"}
_TIMES = {"--time-format": "time_format"}
USED_BY: dict[str, dict[str, str]] = {
    "servicenow": {**_DESK, **_TIMES},
    "jira": {**_DESK, **_ACCOUNTS},
    "zammad": {**_DESK, **_ACCOUNTS},
    "status-log": {**_TIMES, "--log": "log", "--every": "every"},
    "csv": {**_TIMES, "--row": "row", "--map": "columns", "--event": "events"},
}
"""The options that each importer takes beside --skip-bad, and what it calls them."""
VALUES = {"--class": "class", "--state": "state", "--channel": "channel", "--kind": "kind"}
"""Of `csv`: the key of a row whose words an option gives."""


def _options(kind: str, given: dict[str, object]) -> dict[str, object]:
    """The options as the importer calls them; InputError for one that it would not use."""
    own = {"--skip-bad": "skip_bad", **USED_BY[kind], **(dict.fromkeys(VALUES, "values") if kind == "csv" else {})}
    for name in given:
        if name not in own:
            users = [one for one, names in USED_BY.items() if name in names or (one == "csv" and name in VALUES)]
            raise unusable(name, f"is not used by {kind}", f"it belongs to {', '.join(users)}; leave it out")
    found = {own[name]: value for name, value in given.items() if own[name] not in ("columns", "values")}
    if isinstance(pairs := given.get("--map"), dict):
        found |= _columns(pairs)
    values = {VALUES[name]: value for name, value in given.items() if kind == "csv" and name in VALUES}
    return {**found, **({"values": values} if values else {})}


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
