"""`gwarant calendar`: what a calendar counts, one question at a time or a line each."""

import json
import sys
from datetime import datetime
from typing import Annotated

import typer

from gwarant.cli.inputs import wording_of
from gwarant.cli.terminal import argument, guarded, print_json, unusable
from gwarant.sla.batch import answer_lines
from gwarant.sla.calendar import Calendar, Week, statutory, zone
from gwarant.sla.calendar.zone import FIRST_YEAR, LAST_YEAR
from gwarant.sla.contract.resolve import resolve
from gwarant.sla.contract.values import Seconds, TimeValue, WorkingDays, time_value
from gwarant.sla.terms import Terms

app = typer.Typer(
    add_completion=False, no_args_is_help=True, rich_markup_mode=None, help="Service hours: due, elapsed, spans, batch."
)

WeekOption = Annotated[str, typer.Option("--week", help='Service hours, such as "Mon-Fri 08:00-16:00".')]
ZoneOption = Annotated[str, typer.Option("--zone", help="IANA zone in which they are read.")]
HolidaysOption = Annotated[str, typer.Option("--holidays", help="Country whose holidays are closed, such as PL.")]
ContractOption = Annotated[str, typer.Option("--contract", metavar="FILE", help="Take the calendar from a contract.")]
NameOption = Annotated[str, typer.Option("--calendar", metavar="NAME", help="Which of its calendars.")]
JsonOption = Annotated[bool, typer.Option("--json", help="The answer as JSON.")]
DEFAULT_WEEK = "Mon-Fri 08:00-16:00"
DEFAULT_ZONE = "Europe/Warsaw"
YEARS_AHEAD = 6


@app.command()
@guarded
def due(
    start: str = typer.Argument(..., help="When it starts: 2026-06-12T15:00, in the calendar's zone unless it says."),
    length: str = typer.Argument(..., help="How long: 4h, 90m, 3wd, 3wd 10:00."),
    week: WeekOption = DEFAULT_WEEK,
    zone_name: ZoneOption = DEFAULT_ZONE,
    holidays: HolidaysOption = "PL",
    contract: ContractOption = "",
    name: NameOption = "",
    as_json: JsonOption = False,
) -> None:
    """When a target that starts then falls due."""
    value = argument("LENGTH", time_value, length)
    reach = _year(start) + YEARS_AHEAD
    while True:
        calendar = _calendar((start, start if contract else str(reach)), week, zone_name, holidays, contract, name)
        moment = argument("START", lambda text, own=calendar: _due(own, _moment(text, own), value), start)  # type: ignore[misc]
        due_at = datetime.fromtimestamp(moment, zone(calendar.zone))
        if due_at.year <= reach or contract:
            break
        reach = due_at.year + 1  # holidays of the years on the way may put it off further
    _print("due", due_at.isoformat(), as_json)


@app.command()
@guarded
def elapsed(
    start: str = typer.Argument(...),
    end: str = typer.Argument(...),
    week: WeekOption = DEFAULT_WEEK,
    zone_name: ZoneOption = DEFAULT_ZONE,
    holidays: HolidaysOption = "PL",
    contract: ContractOption = "",
    name: NameOption = "",
    as_json: JsonOption = False,
) -> None:
    """How many open seconds lie between two moments."""
    calendar = _calendar((start, end), week, zone_name, holidays, contract, name)
    a, b = _moments(start, end, calendar)
    _print("seconds", argument("END", lambda _: calendar.elapsed(a, b), end), as_json)


@app.command()
@guarded
def spans(
    start: str = typer.Argument(...),
    end: str = typer.Argument(...),
    week: WeekOption = DEFAULT_WEEK,
    zone_name: ZoneOption = DEFAULT_ZONE,
    holidays: HolidaysOption = "PL",
    contract: ContractOption = "",
    name: NameOption = "",
    as_json: JsonOption = False,
) -> None:
    """What is open, outside hours and holiday between two moments."""
    calendar = _calendar((start, end), week, zone_name, holidays, contract, name)
    a, b = _moments(start, end, calendar)
    rows = argument("END", lambda _: calendar.classify(a, b), end)
    local = zone(calendar.zone)
    shown = [
        (datetime.fromtimestamp(r.start, local), datetime.fromtimestamp(r.end, local), r.kind, r.name) for r in rows
    ]
    if as_json:
        keys = ("from", "to", "kind", "name")
        print_json(
            [dict(zip(keys, (f.isoformat(), t.isoformat(), kind, name), strict=True)) for f, t, kind, name in shown]
        )
        return
    for first, last, kind, label in shown:
        typer.echo(
            f"{first:%a %Y-%m-%d %H:%M:%S}  {last:%a %Y-%m-%d %H:%M:%S}  {kind.replace('_', ' '):13}  {label}".rstrip()
        )


@app.command()
def batch(
    as_json: bool = typer.Option(True, "--json", help="JSON Lines in, JSON Lines out; the only form."),
) -> None:
    """Answer one case a line from standard input; a bad line gets an error, the others go on."""
    del as_json
    lines = (raw.decode("utf-8", errors="replace") for raw in sys.stdin.buffer)
    try:
        for answer in answer_lines(lines):
            sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
    except BrokenPipeError:
        sys.stderr.close()


def _calendar(ends: tuple[str, str], week: str, zone_name: str, holidays: str, contract: str, name: str) -> Calendar:
    """The calendar of the options, with the holidays of every year from the one end to the other."""
    if contract:
        return _from_contract(contract, name, max(_year(end) for end in ends))
    first, last = sorted(_year(end) for end in ends)
    years = range(first - 1, last + 2)
    free = (
        () if holidays in ("", "none") else argument("--holidays", lambda country: statutory(country, years), holidays)
    )
    hours = argument("--week", Week.parse, week)
    argument("--zone", zone, zone_name)
    return argument("--week", lambda _: Calendar(zone_name, hours, free), week)


def _year(text: str) -> int:
    """The year that a moment begins with, within those that are counted."""
    return min(max(int(text[:4]), FIRST_YEAR + 1), LAST_YEAR - 1) if text[:4].isdigit() else FIRST_YEAR + 1


def _moments(start: str, end: str, calendar: Calendar) -> tuple[int, int]:
    a, b = (
        argument(name, lambda text: _moment(text, calendar), text) for name, text in (("START", start), ("END", end))
    )
    return a, b


def _from_contract(file: str, name: str, last: int) -> Calendar:
    terms = Terms(resolve(wording_of(file).required()))
    through = terms.contract.resolved.through
    if last > through:
        raise unusable(file, f"its holidays are known until {through} only", "ask for an earlier year")
    if not name:
        raise unusable("--calendar", "names one of the contract's calendars", ", ".join(terms.calendars))
    if name not in terms.calendars:
        raise unusable("--calendar", f"the contract has no calendar {name!r}", "it has " + ", ".join(terms.calendars))
    return terms.calendars[name]


def _due(calendar: Calendar, start: int, value: TimeValue) -> int:
    match value:
        case Seconds(seconds):
            return calendar.due(start, seconds)
        case WorkingDays(days, ""):
            return calendar.nth_working_day(start, days)
        case WorkingDays(days, clock):
            return calendar.wall_clock_on(start, days, clock)
    raise ValueError(f"{value} needs a contract to count it; write 4h, 3wd or 3wd 10:00")


def _moment(text: str, calendar: Calendar) -> int:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text!r} is not a moment; write 2026-06-12T15:00 or 2026-06-12T15:00+02:00") from None
    return int((moment if moment.tzinfo else moment.replace(tzinfo=zone(calendar.zone))).timestamp())


def _print(key: str, value: object, as_json: bool) -> None:
    if as_json:
        print_json({key: value})
    else:
        typer.echo(str(value))
