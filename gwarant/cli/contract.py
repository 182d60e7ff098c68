"""`gwarant contract`: lint, show, render, diff, new, moves, propose, schema."""

from itertools import groupby, pairwise

import typer

from gwarant.cli.diff import diff
from gwarant.cli.inputs import day_in, evidence_of, moment_of, wording_of
from gwarant.cli.propose import propose
from gwarant.cli.render import render
from gwarant.cli.terminal import (
    FINE,
    FOUND,
    UNUSABLE,
    argument,
    console,
    guarded,
    print_json,
    print_problems,
    problem_document,
    unusable,
)
from gwarant.packages import library
from gwarant.pictures.contract_sheet import contract_sheet
from gwarant.sla.assessment.moves import moved_clocks
from gwarant.sla.civil import midnight
from gwarant.sla.contract.blank import blank_contract
from gwarant.sla.contract.lint import PROFILES, lint
from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.parse import Parsed
from gwarant.sla.contract.record import write
from gwarant.sla.contract.resolve import fingerprint, resolve
from gwarant.sla.contract.schema import json_schema
from gwarant.sla.contract.versions import check_change, in_force
from gwarant.sla.document import iso
from gwarant.sla.problem import Problem, Severity, did_you_mean

app = typer.Typer(
    add_completion=False, no_args_is_help=True, rich_markup_mode=None, help="Contracts: check, show, begin, describe."
)
app.command()(propose)
app.command()(render)
app.command()(diff)
LIBRARY = typer.Option([], "--library", metavar="FILE", help="A document that `extends` names by its id; repeatable.")


@app.command("lint")
@guarded
def lint_(
    files: list[str] = typer.Argument(..., metavar="FILE…", help="Contracts; several versions of one are compared."),
    profile: str = typer.Option("", "--profile", metavar="public", help="Rules of a regime too: public procurement."),
    further: list[str] = LIBRARY,
    as_json: bool = typer.Option(False, "--json", help="Findings as JSON."),
) -> None:
    """Name every problem of the files: what cannot be read, what contradicts itself, what is still blank."""
    parsed = {file: wording_of(file, further) for file in files}
    profiles = (argument("--profile", _profile, profile),) if profile else ()
    problems = [one for result in parsed.values() for one in _findings(result, profiles)]
    problems += _changes(parsed)
    if as_json:
        print_json({"problems": [problem_document(one) for one in problems]})
    else:
        print_problems(problems)
        typer.echo(_summary(len(files), problems))
    raise typer.Exit(_exit_code(problems))


@app.command()
@guarded
def show(
    files: list[str] = typer.Argument(..., metavar="FILE…", help="One contract, all its versions."),
    on: str = typer.Option("", "--on", metavar="DATE", help="The day to show it on; the last wording otherwise."),
    further: list[str] = LIBRARY,
    as_json: bool = typer.Option(False, "--json", help="The resolved contract as JSON."),
) -> None:
    """Show the wording in force on a day: what is promised, on which hours, for how much."""
    versions = [wording_of(file, further).required() for file in files]
    contract = _on_day(versions, on)
    if as_json:
        print_json({"hash": fingerprint(contract), "contract": write(resolve(contract))})
    else:
        console().print(contract_sheet(contract, fingerprint(contract)))


@app.command()
@guarded
def new(package: str = typer.Option(..., "--package", metavar="basic|business|premium", help="The package.")) -> None:
    """Write a contract to begin with: YAML on standard output, blanks marked."""
    typer.echo(argument("--package", lambda name: blank_contract(name, library()), package), nl=False)


@app.command()
@guarded
def moves(
    former: str = typer.Argument(..., help="The wording that holds."),
    amended: str = typer.Argument(..., help="The wording that would."),
    evidence: str = typer.Argument(..., help="The evidence, JSON Lines."),
    at: str = typer.Option(
        "", "--at", metavar="TIME", help="Clocks open at this moment; after the last event otherwise."
    ),
    as_json: bool = typer.Option(False, "--json", help="The clocks as JSON."),
) -> None:
    """List the open clocks that another wording would move; ends with 1 when there are some."""
    rows = evidence_of([evidence])
    old, new = (wording_of(file).required() for file in (former, amended))
    moment = moment_of(at, old.defaults.timezone) if at else max((e.at for e in rows.events), default=0) + 1
    found = moved_clocks(old, new, rows, moment)
    if as_json:
        print_json([{"key": one.key, "before": _iso(one.before), "after": _iso(one.after)} for one in found])
    else:
        for one in found:
            typer.echo(f"{one.key}: {_iso(one.before) or 'not timed'} → {_iso(one.after) or 'not timed'}")
        typer.echo(f"{len(found)} open clock{'s' if len(found) != 1 else ''} would move")
    raise typer.Exit(FOUND if found else FINE)


@app.command()
def schema() -> None:
    """Print the JSON Schema of the contract language, for editors."""
    print_json(json_schema())


def _iso(moment: int | None) -> str | None:
    return None if moment is None else iso(moment)


def _findings(result: Parsed, profiles: tuple[str, ...]) -> list[Problem]:
    return [*result.problems, *lint(result, profiles)]


def _profile(name: str) -> str:
    if name not in PROFILES:
        raise ValueError(f"there is no profile {name!r}; {did_you_mean(name, PROFILES)}")
    return name


def _changes(parsed: dict[str, Parsed]) -> list[Problem]:
    """What stands against each version following the one before it."""
    known = [(result.contract, file) for file, result in parsed.items() if result.contract and not result.errors]
    rows = [(one, file) for one, file in known if one.metadata.id and one.kind == "Contract"]
    rows.sort(key=lambda row: (str(row[0].metadata.id), row[0].metadata.version))
    found: list[Problem] = []
    for _, versions in groupby(rows, key=lambda row: row[0].metadata.id):
        for (former, _), (amended, file) in pairwise(list(versions)):
            found += check_change(former, amended, file)
    return found


def _summary(files: int, problems: list[Problem]) -> str:
    counts = [(sum(one.severity is grade for one in problems), grade) for grade in Severity]
    words = [f"{count} {grade}{'s' if count != 1 else ''}" for count, grade in counts if count]
    return f"{files} file{'s' if files != 1 else ''}: {', '.join(words) or 'nothing to mend'}"


def _exit_code(problems: list[Problem]) -> int:
    if any(one.code in ("yaml", "input") for one in problems):
        return UNUSABLE
    return FOUND if any(one.severity in (Severity.ERROR, Severity.WARNING) for one in problems) else FINE


def _on_day(versions: list[Contract], on: str) -> Contract:
    if not on:
        return max(versions, key=lambda one: one.metadata.version)
    day = argument("--on", day_in, on)
    contract = in_force(versions, midnight(day, versions[0].defaults.timezone))
    if contract is None:
        days = ", ".join(f"{one.effective.from_} to {one.effective.to or 'further notice'}" for one in versions)
        raise unusable("--on", f"no wording is in force on {day}", f"they hold {days}")
    return contract
