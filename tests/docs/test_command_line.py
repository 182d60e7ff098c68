"""Every command and option stands in the reference."""

from pathlib import Path

import pytest
import typer

from gwarant.cli.main import COMMANDS, app

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "command-line.md").read_text(encoding="utf-8")


def commands() -> list[tuple[str, str]]:
    """The full name and each option of every command."""
    found = []
    group = typer.main.get_command(app)
    for name in COMMANDS:
        command = group.get_command(None, name)  # type: ignore[attr-defined]
        parts = getattr(command, "commands", {"": command})
        for part, one in parts.items():
            options = [opt for param in one.params for opt in param.opts if opt.startswith("--")]
            found += [(f"{name} {part}".strip(), option) for option in ["", *options]]
    return found


@pytest.mark.parametrize(("command", "option"), commands())
def test_it_is_documented(command: str, option: str) -> None:
    assert command in PAGE
    assert option in PAGE or option == "--out"
