"""`gwarant mail account …`: the accounts by which mail leaves, where the way out signs in by token."""

import json

import typer

from gwarant.cli.service import instance, load, say
from gwarant.cli.shown import credential_shown
from gwarant.cli.terminal import FOUND, guarded

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    help="Accounts by which mail leaves (GWARANT_EMAIL_URL with graph:// or smtp+oauth://): keep one, take it away.",
)


@app.command("add")
@guarded
def add(
    address: str = typer.Argument(metavar="ADDRESS", help="The mailbox that sends, as GWARANT_EMAIL_URL names it."),
    microsoft: str = typer.Option("", "--microsoft", metavar="TENANT", help="By application, of this organisation."),
    client: str = typer.Option("", "--client", metavar="ID", help="The application's id."),
    certificate: str = typer.Option("", "--certificate", metavar="FILE", help="The application's certificate (PEM)."),
    key: str = typer.Option("", "--key", metavar="FILE", help="The key of the certificate (PEM)."),
    google: str = typer.Option("", "--google", metavar="FILE", help="The key file of a service account (JSON)."),
    refresh_file: str = typer.Option("", "--refresh-token-file", metavar="FILE", help="A file with a refresh token."),
    token_url: str = typer.Option("", "--token-url", metavar="URL", help="Where the refresh token is shown."),
    client_secret_file: str = typer.Option(
        "", "--client-secret-file", metavar="FILE", help="A file with the secret of the refresh token's client."
    ),
    password_file: str = typer.Option("", "--password-file", metavar="FILE", help="A file with the password."),
    unchecked: bool = typer.Option(False, "--unchecked", help="Do not ask for a token now."),
) -> None:
    """Keep an account's credential; without a file the password is asked for. Ends with 1 when it gets no token."""
    shown = credential_shown(
        microsoft=microsoft,
        client=client,
        certificate=certificate,
        key=key,
        google=google,
        refresh_file=refresh_file,
        token_url=token_url,
        client_secret_file=client_secret_file,
        password_file=password_file,
    )
    with instance():
        is_fine = load("gwarant.cli.accounts").add(address, shown, say, is_checked=not unchecked)
    if not is_fine:
        raise typer.Exit(FOUND)


@app.command("list")
@guarded
def listed(as_json: bool = typer.Option(False, "--json", help="An object a line.")) -> None:
    """List the accounts and how it goes; ends with 1 when one of them has not been let in for minutes."""
    with instance():
        told = load("gwarant.cli.accounts").listed()
    for one in told:
        line = f"{one['address']}: {one['state']}" + (
            f", {one['failure']}: {one['sentence']}" if one["failure"] else ""
        )
        typer.echo(json.dumps(one) if as_json else line)
    if any(one["state"] == "failing" for one in told):
        raise typer.Exit(FOUND)


@app.command("remove")
@guarded
def remove(address: str = typer.Argument(metavar="ADDRESS", help="The account.")) -> None:
    """Forget an account and its credential."""
    with instance():
        load("gwarant.cli.accounts").remove(address)
