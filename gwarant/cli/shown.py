"""The credential that a command is given: options, files and the prompt, read in one way for mailboxes and accounts."""

import sys
from pathlib import Path

import typer

from gwarant.cli.terminal import STDIN, unusable


def credential_shown(
    *,
    microsoft: str,
    client: str,
    certificate: str,
    key: str,
    google: str,
    refresh_file: str,
    token_url: str,
    client_secret_file: str,
    password_file: str,
) -> dict[str, str]:
    """Its parts by name, each empty where it was not given; without any file the password is asked for."""
    shown = {"microsoft": microsoft, "client": client, "token_url": token_url}
    shown |= {"certificate": _text_of("--certificate", certificate), "key": _text_of("--key", key)}
    shown |= {"google": _text_of("--google", google), "refresh": _text_of("--refresh-token-file", refresh_file).strip()}
    shown["client_secret"] = _text_of("--client-secret-file", client_secret_file).strip()
    shown["password"] = _text_of("--password-file", password_file).rstrip("\r\n")
    if not any((microsoft, google, refresh_file, password_file)):
        shown["password"] = _asked()
    return shown


def _text_of(option: str, file: str) -> str:
    """The text of a file, `-` for standard input; empty where none is named."""
    if not file:
        return ""
    try:
        return sys.stdin.read() if file == STDIN else Path(file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise unusable(option, f"{file} cannot be read: {error}", "name a readable file") from None


def _asked() -> str:
    if not sys.stdin.isatty():
        raise unusable("--password-file", "there is no credential", "name a file with it, or - for standard input")
    return str(typer.prompt("Password", hide_input=True))
