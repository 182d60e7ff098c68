"""`gwarant places`: from where is looked, how it goes there, and who looks no more."""

import json
from collections.abc import Mapping
from typing import Any

import typer

from gwarant.cli.service import instance, load, say
from gwarant.cli.terminal import guarded, unusable

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    help="Places and their probers: from where is looked, and how it goes there.",
)
PLACE = typer.Argument(..., metavar="PLACE", help="The key of the place.")


@app.command("list")
@guarded
def listed(as_json: bool = typer.Option(False, "--json", help="An object a line.")) -> None:
    """List each prober at each place: when it was heard of, its clock, what it lost; ends with 1 when one is silent."""
    with instance():
        told = load("gwarant.cli.monitoring").probers()
    for one in told:
        typer.echo(json.dumps(one, ensure_ascii=False) if as_json else _line(one))
    if any(one["state"] in ("silent", "fails") for one in told):
        raise typer.Exit(1)


@app.command("close")
@guarded
def close(place: str = PLACE) -> None:
    """Look from a place no more, and listen to none of its probers, until it is opened again."""
    _turned(place, False)
    say(f"{place} is closed")


@app.command("open")
@guarded
def reopen(place: str = PLACE) -> None:
    """Look from a closed place again."""
    _turned(place, True)
    say(f"{place} is open")


@app.command("retire")
@guarded
def retire(prober: int = typer.Argument(..., metavar="PROBER", help="Its number, as `places list` names it.")) -> None:
    """Listen to a prober no more; its part goes to the others at its place."""
    with instance():
        if not load("gwarant.cli.monitoring").retire_prober(prober):
            raise unusable(str(prober), "is no prober", "gwarant places list")
    say(f"Prober {prober} is retired: nothing that it says counts any more")


def _turned(place: str, is_open: bool) -> None:
    with instance():
        if not load("gwarant.cli.monitoring").turn_place(place, is_open):
            raise unusable(place, "is no place", "gwarant places list")


def _line(one: Mapping[str, Any]) -> str:
    if one["prober"] is None:
        return f"{one['state']:9}{one['place']} {one['name']}"
    off = "" if one["clock_off"] is None else f", clock {one['clock_off']:+d} ms"
    lost = f", {one['lost']} looks lost" if one["lost"] else ""
    return f"{one['state']:9}{one['place']} prober {one['prober']}, heard {one['seen'][:19]}{off}{lost}"
