"""PostgreSQL's own client programs, run without showing a password to anybody."""

import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from gwarant.database.problem import DatabaseProblem


@contextmanager
def without_password(dsn: str) -> Iterator[str]:
    """The connection string with its password in a file that lives as long as the block."""
    parts = conninfo_to_dict(dsn)
    password = parts.pop("password", None)
    if not password:
        yield dsn
        return
    with tempfile.TemporaryDirectory() as directory:
        file = Path(directory) / "pass"
        file.touch(mode=0o600)
        escaped = str(password).replace("\\", "\\\\").replace(":", "\\:")
        file.write_text(f"*:*:*:*:{escaped}\n", encoding="utf-8")
        yield make_conninfo("", **{key: value for key, value in parts.items() if value is not None}, passfile=str(file))


def run(*command: str) -> str:
    """Run a program; what it printed, or a problem with what it complained about."""
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    if done.returncode != 0:
        raise DatabaseProblem(f"{Path(command[0]).name} failed: {done.stderr.strip()}")
    return done.stdout


def pipe(first: list[str], second: list[str]) -> None:
    """Run two programs, the output of one into the other."""
    with (
        tempfile.TemporaryFile() as complaints,
        subprocess.Popen(first, stdout=subprocess.PIPE, stderr=complaints) as source,
        subprocess.Popen(
            second, stdin=source.stdout, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, errors="replace"
        ) as sink,
    ):
        assert source.stdout is not None
        source.stdout.close()
        said = sink.communicate()[1]
        source.wait()
        complaints.seek(0)
        said = (complaints.read().decode(errors="replace") + said).strip()
    if sink.returncode != 0 or source.returncode != 0:
        raise DatabaseProblem(said or "the programs ended without a word")
