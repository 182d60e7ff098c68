"""`gwarant monitors`: what is looked at, as a file; how it stands; and codes for probers."""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import typer

from gwarant.cli.service import instance, load, say
from gwarant.cli.terminal import guarded, read_text, unusable
from gwarant.sla.problem import InputError

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    help="Monitors: what is looked at, from which places, and how it stands.",
)
FILE = typer.Argument(..., metavar="FILE", help="Places and monitors as YAML; - for standard input.")


@app.command("apply")
@guarded
def apply(file: str = FILE) -> None:
    """Make places and monitors as the file says, all of it or nothing; what it does not name stays."""
    _apply(file, only_tells=False)


@app.command("diff")
@guarded
def diff(file: str = FILE) -> None:
    """Say what apply would change, and change nothing; ends with 1 when it would."""
    if _apply(file, only_tells=True):
        raise typer.Exit(1)


@app.command("export")
@guarded
def export() -> None:
    """Print everything as a file that apply takes. Secret settings are left out, and stay when it is applied."""
    with instance():
        typer.echo(load("gwarant.cli.monitoring").export(), nl=False)


@app.command("list")
@guarded
def listed(as_json: bool = typer.Option(False, "--json", help="An object a line.")) -> None:
    """List each monitor from each place, and how it stands."""
    with instance():
        told = load("gwarant.cli.monitoring").listed()
    for one in told:
        typer.echo(json.dumps(one, ensure_ascii=False) if as_json else _line(one))


@app.command("code")
@guarded
def code(place: str = typer.Argument(..., metavar="PLACE", help="The key of the place.")) -> None:
    """Print a code by which one prober makes itself known at the place; it works once, for a day."""
    with instance():
        made = load("gwarant.cli.monitoring").code(place)
    if not made:
        raise unusable(place, "is no place", "gwarant monitors apply FILE makes places")
    typer.echo(made)
    say(f"Where the prober stands: gwarant prober enrol URL, with this code on standard input. Place: {place}")


@app.command("ping-key")
@guarded
def ping_key(
    customer: str = typer.Argument(..., metavar="CUSTOMER", help="The key of the customer."),
    system: str = typer.Option("", "--system", metavar="KEY", help="Jobs of this system may make themselves known."),
    every: str = typer.Option("1d", "--every", metavar="TIME", help="How often such a job should tell."),
    grace: str = typer.Option("1h", "--grace", metavar="TIME", help="How much later it may."),
    is_new: bool = typer.Option(False, "--new", help="Another key; under the former one nothing is heard any more."),
) -> None:
    """Print the customer's ping key, the beginning of /ping/KEY/SLUG, made where there is none."""
    with instance():
        monitoring = load("gwarant.cli.monitoring")
        try:
            made = monitoring.ping_key(customer, system, every, grace, is_new=is_new)
        except ValueError as error:
            raise unusable(customer, "no ping key", str(error)) from None
    typer.echo(made)


@app.command("source")
@guarded
def source(key: str = typer.Argument(..., metavar="KEY", help="Its key in addresses: a-z, 0-9, - and _.")) -> None:
    """Let another tool tell of states, and print its secret, this once; one that is there gets another secret."""
    if not re.fullmatch(r"[a-z0-9_-]{1,40}", key):
        raise unusable(key, "is no key of a source", "use up to 40 of a-z, 0-9, - and _")
    with instance():
        typer.echo(load("gwarant.cli.monitoring").source(key))
    say(f"Alertmanager: /alerts/{key}, with this as bearer token. Signed JSON: /states/{key}")


@app.command("unmatched")
@guarded
def unmatched(as_json: bool = typer.Option(False, "--json", help="An object a line.")) -> None:
    """List the states that other tools told of and no monitor takes, the latest first."""
    with instance():
        told = load("gwarant.cli.monitoring").unmatched()
    for one in told:
        labels = " ".join(f"{name}={value}" for name, value in one["labels"].items())
        line = f"{one['received'][:16]} {one['state']:8} {one['source']} {one['name']} {labels}"
        typer.echo(json.dumps(one, ensure_ascii=False) if as_json else line)


@app.command("sum-up")
@guarded
def sum_up() -> None:
    """Make anew what pages read of sealed days: how each stood, how fast it answered. The looks stay as they are."""
    with instance():
        typer.echo(load("gwarant.cli.monitoring").sum_up())


def _apply(file: str, *, only_tells: bool) -> list[str]:
    text = read_text(file)
    with instance():
        monitoring, written = load("gwarant.cli.monitoring"), load("gwarant.monitoring.as_file")
        try:
            told: list[str]
            told, doubts = monitoring.apply(text, only_tells=only_tells)
        except written.FileRefused as error:
            raise InputError(replace(one, file=file) for one in error.problems) from None
    for line in told:
        typer.echo(line)
    for line in doubts:
        say(f"Warning: {line}")
    if not told:
        say("Nothing changes")
    return told


def _line(one: Mapping[str, Any]) -> str:
    took = f", {one['milliseconds']:.0f} ms" if one["state"] in ("up", "degraded") and "milliseconds" in one else ""
    since = f" since {one['since'][:16]}" if "since" in one else ""
    why = f" ({one['code']})" if one.get("code") and one["state"] != "up" else ""
    place = f" from {one['place']}" if one["place"] else ", which tells of itself"
    return f"{one['state']:9}{one['customer']} {one['name']}{place}{since}{why}{took}"
