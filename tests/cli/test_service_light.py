"""The light part stays light: no Django for it, and a sentence where the server is missing."""

import subprocess
import sys
from pathlib import Path

import pytest

from gwarant.cli.main import COMMANDS

WITHOUT_SERVER = """
import sys
for name in ("django", "psycopg", "procrastinate", "granian"):
    sys.modules[name] = None
from gwarant.cli.main import run
run()
"""
LOADED = """
import sys
from gwarant.cli.main import run
try:
    run()
finally:
    server = {"django", "psycopg", "procrastinate", "granian", "pyhanko", "typst"}
    heavy = sorted({name.split(".")[0] for name in sys.modules} & server)
    print("loaded:", heavy)
"""


def python(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False, timeout=60
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["contract", "schema"],
        ["up", "--help"],
        ["calendar", "--help"],
        ["mail", "parse", "--help"],
        ["verify", "--help"],
    ],
)
def test_no_command_of_the_light_part_loads_the_server(arguments: list[str]) -> None:
    done = python(LOADED, *arguments)
    assert done.stdout.endswith("loaded: []\n"), done.stdout[-300:]


def test_help_lists_every_command_without_the_server() -> None:
    done = python(WITHOUT_SERVER, "--help")
    assert done.returncode == 0
    assert [name for name in COMMANDS if f"  {name}" not in done.stdout] == []


@pytest.mark.parametrize("command", ["init", "up", "migrate"])
def test_a_command_of_the_service_says_what_to_install(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GWARANT_STATE_DIR", str(tmp_path))
    done = python(WITHOUT_SERVER, command)
    assert done.returncode == 2
    assert "pip install 'gwarant[server]'" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_exported_chain_is_verified_without_the_server(tmp_path: Path) -> None:
    file = tmp_path / "chain.jsonl"
    file.write_text("{}\n")
    done = python(WITHOUT_SERVER, "ledger", "verify", str(file))
    assert (done.returncode, done.stderr) == (1, "")
    assert "does not begin an export" in done.stdout
