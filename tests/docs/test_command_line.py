"""Every command and option stands in the reference."""

from pathlib import Path
from typing import Any

import pytest
import typer

from gwarant.cli.main import COMMANDS, app

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "command-line.md").read_text(encoding="utf-8")


def commands() -> list[tuple[str, str]]:
    """The full name and each option of every command."""
    found = []
    group = typer.main.get_command(app)
    for name in COMMANDS:
        found += within(name, group.get_command(None, name))  # type: ignore[attr-defined]
    return found


def within(name: str, command: Any) -> list[tuple[str, str]]:
    """A command's options, or those of the commands that it has within."""
    parts = getattr(command, "commands", None)
    if parts:
        return [one for part, inner in parts.items() for one in within(f"{name} {part}".strip(), inner)]
    options = [opt for param in command.params for opt in param.opts if opt.startswith("--")]
    return [(name, option) for option in ["", *options]]


@pytest.mark.parametrize(("command", "option"), commands())
def test_it_is_documented(command: str, option: str) -> None:
    assert command in PAGE
    assert option in PAGE or option == "--out"
