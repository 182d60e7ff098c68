"""`gwarant mail boxes` and `gwarant mail box …`: the mailboxes that are read. A credential comes by file or prompt."""

import json
from collections.abc import Mapping
from typing import Any

import typer

from gwarant.cli.service import instance, load, say
from gwarant.cli.shown import credential_shown
from gwarant.cli.terminal import FOUND, guarded

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    help="One mailbox: have it read, pause it, take it away.",
)


@guarded
def boxes(as_json: bool = typer.Option(False, "--json", help="An object a line.")) -> None:
    """List the mailboxes that are read, and how it goes; ends with 1 when one of them cannot be."""
    with instance():
        told = load("gwarant.cli.boxes").listed()
    for one in told:
        typer.echo(json.dumps(one) if as_json else _line(one))
    if any(one["state"] == "failing" for one in told):
        raise typer.Exit(FOUND)


@app.command("add")
@guarded
def add(
    name: str = typer.Argument(metavar="NAME", help="What the mailbox is called here; one of that name is changed."),
    address: str = typer.Option(..., "--address", metavar="ADDRESS", help="The address whose mail lies there."),
    host: str = typer.Option(..., "--host", metavar="HOST", help="The IMAP server."),
    port: int = typer.Option(0, "--port", metavar="PORT", help="Its port; usually 993, with STARTTLS 143."),
    security: str = typer.Option("tls", "--security", metavar="HOW", help="tls, starttls, or none on this machine."),
    ca: str = typer.Option("", "--ca", metavar="FILE", help="The certificate of an authority of your own (PEM)."),
    user: str = typer.Option("", "--user", metavar="USER", help="Who signs in; usually the address."),
    folder: str = typer.Option("INBOX", "--folder", metavar="FOLDER", help="The folder that is read."),
    after: str = typer.Option("moved", "--after", metavar="WHAT", help="Read mail is moved, kept or deleted."),
    moved_to: str = typer.Option("Gwarant", "--moved-to", metavar="FOLDER", help="The folder to which it is moved."),
    password_file: str = typer.Option("", "--password-file", metavar="FILE", help="A file with the password."),
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
    unchecked: bool = typer.Option(False, "--unchecked", help="Do not sign in now."),
) -> None:
    """Have a mailbox read from now on; without a file the password is asked for. Ends with 1 when we cannot sign in."""
    place = {"address": address, "host": host, "port": port, "security": security, "ca": ca, "user": user or address}
    place |= {"folder": folder, "afterwards": after, "moved_to": moved_to}
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
        problem = load("gwarant.cli.boxes").add(name, place, shown, say, is_checked=not unchecked)
    if problem:
        raise typer.Exit(FOUND)


@app.command("pause")
@guarded
def pause(
    name: str = typer.Argument(metavar="NAME", help="The mailbox."),
    resume: bool = typer.Option(False, "--resume", help="Go on reading it, from where it was left."),
) -> None:
    """Stop reading a mailbox for a while; what comes meanwhile is read when it goes on."""
    with instance():
        load("gwarant.cli.boxes").pause(name, is_active=resume)


@app.command("remove")
@guarded
def remove(name: str = typer.Argument(metavar="NAME", help="The mailbox.")) -> None:
    """Read a mailbox no more and forget its credential; what came from it stays."""
    with instance():
        load("gwarant.cli.boxes").remove(name)


@guarded
def trial(
    box: str = typer.Option("", "--box", metavar="NAME", help="The mailbox; without one the house's first address."),
    patience: int = typer.Option(120, "--wait", metavar="SECONDS", help="How long to wait for it to come in."),
    customer: str = typer.Option("", "--customer", metavar="KEY", help="Send it from the sender agreed with them."),
) -> None:
    """Send one message and wait until it comes in; say what is missing at each step; 1 if it does not come."""
    with instance():
        is_there = load("gwarant.cli.trying_mail").trial(box, patience, say, customer)
    if not is_there:
        raise typer.Exit(FOUND)


def _line(told: Mapping[str, Any]) -> str:
    why = f", {told['failure']}: {told['sentence']}" if told["failure"] else ""
    last = told["success_at"] or "never"
    return f"{told['name']}: {told['state']}, {told['address']} at {told['host']}:{told['port']}, last read {last}{why}"
