"""`gwarant unlock`: for somebody who lost phone and codes."""

from datetime import UTC, datetime

import typer

from gwarant.cli.service import instance, load, say
from gwarant.cli.terminal import guarded, unusable

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command("unlock")
@guarded
def unlock(email: str = typer.Argument(metavar="EMAIL", help="The person's address.")) -> None:
    """Take away the second step of somebody who lost phone and codes; they and everybody who leads are told by mail."""
    with instance():
        name, problem = load("gwarant.cli.unlocking").unlock(email, datetime.now(UTC).replace(microsecond=0))
        if problem:
            raise unusable("EMAIL", *problem)
        say(f"The second step of {name} is taken away; the password stays. They and everybody who leads are told.")
