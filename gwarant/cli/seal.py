"""`gwarant seal`: the key by which the house seals its reports."""

import typer

from gwarant.cli.service import instance, load, say
from gwarant.cli.terminal import STDIN, guarded, write_text

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    help="The seal on reports: whose it is, another key.",
)


@app.command("show")
@guarded
def show(
    pem: str = typer.Option("", "--pem", metavar="FILE", help="Write the certificate there as well; - prints it."),
) -> None:
    """Tell who seals just now, and which keys sealed before: the fingerprints are what clients pin."""
    with instance():
        found = load("gwarant.cli.seals_kept")
        for line in found.told():
            typer.echo(line)
        if pem:
            write_text(pem, [found.certificate()])
    if pem and pem != STDIN:
        say(f"Written: {pem}")


@app.command("rotate")
@guarded
def rotate(
    anew: bool = typer.Option(False, "--anew", help="The key before is not trusted any more: it vouches for nothing."),
) -> None:
    """Seal by another key from now on. What was sealed stays valid; the key before vouches for the new one."""
    with instance():
        fingerprint = load("gwarant.cli.seals_kept").rotate(is_vouched_for=not anew)
    typer.echo(fingerprint)
    say("Tell your clients this fingerprint" + (" on another way than by a report." if anew else "."))
