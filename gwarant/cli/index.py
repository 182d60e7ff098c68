"""`gwarant index`: by which words tickets are found."""

import typer

from gwarant.cli.service import instance, load
from gwarant.cli.terminal import guarded

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command("index")
@guarded
def index() -> None:
    """Write anew by which words tickets are found; the engine does it by itself after an upgrade, a few at a time."""
    with instance():
        load("gwarant.cli.word_forms").have_words()
        load("gwarant.cli.recomputing").write_words(typer.echo)
