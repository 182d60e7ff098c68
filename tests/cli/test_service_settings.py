"""Settings are documented, checked before anything starts, and a wrong one is named."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from gwarant.cli.main import app
from gwarant.config.env import SETTINGS, read_environment
from gwarant.sla.problem import InputError

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "settings.md").read_text(encoding="utf-8")
PROGRAM = [sys.executable, "-m", "gwarant.cli"]


def gwarant(*arguments: str, **settings: str) -> Result:
    """The command in this process, where it ends before it would load or begin anything."""
    clean = {name: None for name in os.environ if name.startswith(("GWARANT_", "DATABASE_URL"))}
    return CliRunner().invoke(app, [*arguments], env=clean | settings)


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda one: one.name)
def test_each_setting_is_documented_as_in_the_code(setting: object) -> None:
    row = f"| `{setting.name}` | {setting.meaning} |"  # type: ignore[attr-defined]
    assert row in PAGE


def test_the_page_names_no_setting_that_there_is_not() -> None:
    rows = [line.split("`")[1] for line in PAGE.partition("\n## ")[0].splitlines() if line.startswith("| `")]
    assert rows == [one.name for one in SETTINGS]


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("GWARANT_PORT", "http", "is not a number from 1 to 65535"),
        ("GWARANT_PORT", "70000", "is not a number from 1 to 65535"),
        ("GWARANT_THREADS", "0", "is not a number from 1 to 64"),
        ("GWARANT_URL", "gwarant.example", "is not an address"),
        ("GWARANT_URL", "http://[::1", "GWARANT_URL"),
        ("DATABASE_URL", "mysql://localhost/x", "postgresql://"),
        ("GWARANT_EMAIL_URL", "smtp:", "smtp://"),
        ("GWARANT_EMAIL_BOUNCES", "a+b@house.example", "without a + in it"),
        ("GWARANT_EMAIL_BOUNCES", f"{'b' * 21}@house.example", "up to 20 signs"),
        ("GWARANT_EMAIL_BOUNCES", "Reports <bounces@house.example>", "bounces@house.example"),
        ("GWARANT_BEHIND_PROXY", "maybe", "neither yes nor no"),
        ("GWARANT_SECRET_KEY_FILE", "/nonexistent/secret", "cannot be read"),
        ("GWARANT_INSIDE_HOSTS", "10.1.0.0/99", "hosts and networks"),
        ("GWARANT_INSIDE_HOSTS", "ntfy.example, https://ntfy.example/", "hosts and networks"),
        ("GWARANT_INSIDE_HOSTS", "ntfy.example; 10.1.2.3", "hosts and networks"),
        ("GWARANT_PROT", "1", "is not a setting"),
    ],
)
def test_a_wrong_setting_is_named(name: str, value: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        read_environment({name: value})
    (problem,) = caught.value.problems
    assert problem.path == name
    assert said in f"{problem.path} {problem.message} {problem.hint}"


def test_hosts_inside_are_names_with_ports_or_not_and_networks() -> None:
    text = "NTFY.example, 10.1.2.3:8080,[fd00::1]:8080,fd00::2 ,10.1.0.0/16,"
    found = read_environment({"GWARANT_INSIDE_HOSTS": text}).inside_hosts
    assert found == ("ntfy.example", "10.1.2.3:8080", "[fd00::1]:8080", "fd00::2", "10.1.0.0/16")


def test_former_secret_keys_are_read_from_the_variable_or_a_file(tmp_path: Path) -> None:
    file = tmp_path / "keys"
    file.write_text("one\ntwo\n", encoding="ascii")
    assert read_environment({"GWARANT_OLD_SECRET_KEYS": " one two "}).old_secret_keys == ("one", "two")
    assert read_environment({"GWARANT_OLD_SECRET_KEYS_FILE": str(file)}).old_secret_keys == ("one", "two")
    assert read_environment({}).old_secret_keys == ()


def test_all_wrong_settings_are_named_at_once_and_nothing_is_made(tmp_path: Path) -> None:
    state = tmp_path / "state"
    done = gwarant("up", GWARANT_STATE_DIR=str(state), GWARANT_PORT="x", GWARANT_THREADS="y")
    assert done.exit_code == 2
    assert "GWARANT_PORT" in done.stderr
    assert "GWARANT_THREADS" in done.stderr
    assert "Traceback" not in done.stderr
    assert not state.exists()


@pytest.mark.parametrize("command", ["web", "engine", "recompute"])
def test_without_a_secret_a_program_says_how_to_make_one(tmp_path: Path, command: str) -> None:
    done = gwarant(command, GWARANT_STATE_DIR=str(tmp_path / "state"))
    assert done.exit_code == 2
    assert "gwarant init" in done.stderr


def test_a_state_directory_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = gwarant("init", GWARANT_STATE_DIR=str(tmp_path / "file" / "state"))
    assert done.exit_code == 2
    assert "GWARANT_STATE_DIR" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_database_that_does_not_answer_is_a_sentence(tmp_path: Path) -> None:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("GWARANT_", "DATABASE_URL"))}
    settings = {"GWARANT_STATE_DIR": str(tmp_path), "DATABASE_URL": "postgresql://x:secret@127.0.0.1:1/x"}
    done = subprocess.run(
        [*PROGRAM, "migrate"], env=clean | settings, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "secret" not in done.stderr
