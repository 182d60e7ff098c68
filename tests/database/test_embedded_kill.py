"""kill -9 of the server and all its processes while rows are being committed: what was acknowledged is there."""

import os
import signal
import threading
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from gwarant.database import process, roles
from gwarant.database.embedded import Embedded

pytestmark = pytest.mark.begun_first

ROUNDS = 3


def write(dsn: str, acknowledged: list[int]) -> None:
    """Commit numbers until the server dies."""
    with suppress(psycopg.Error), psycopg.connect(dsn, autocommit=True) as connection:
        while True:
            row = connection.execute("INSERT INTO line DEFAULT VALUES RETURNING id").fetchone()
            acknowledged.append(row[0])


def kill_all(server: Embedded) -> None:
    for pid in process.workers(server.data):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def one_round(server: Embedded) -> list[int]:
    acknowledged: list[int] = []
    writers = [threading.Thread(target=write, args=(server.dsn(), acknowledged)) for _ in range(3)]
    for writer in writers:
        writer.start()
    assert process.wait_until(lambda: len(acknowledged) > 100, 30)
    kill_all(server)
    for writer in writers:
        writer.join(30)
    return acknowledged


def test_no_acknowledged_row_is_lost_when_everything_is_killed(tmp_path: Path):
    server = Embedded(tmp_path / "state")
    server.start()
    try:
        with psycopg.connect(server.dsn(roles.OWNER)) as connection:
            connection.execute("CREATE TABLE line (id bigserial PRIMARY KEY)")
        acknowledged: set[int] = set()
        for _ in range(ROUNDS):
            acknowledged.update(one_round(server))
            killed = process.postmaster(server.data)
            server.start()
            assert process.postmaster(server.data) not in {killed, None}
            with psycopg.connect(server.dsn()) as connection:
                found = {row[0] for row in connection.execute("SELECT id FROM line")}
            assert acknowledged - found == set()
    finally:
        server.stop()


def test_a_killed_postmaster_alone_comes_back_while_its_children_still_end(tmp_path: Path):
    server = Embedded(tmp_path / "state", fast=True)
    server.start()
    try:
        with psycopg.connect(server.dsn(), autocommit=True) as connection:
            busy = threading.Thread(target=lambda: suppress_all(connection))
            busy.start()
            os.kill(process.postmaster(server.data), signal.SIGKILL)
            server.start()
            busy.join(30)
        with psycopg.connect(server.dsn()) as again:
            assert again.execute("SELECT 1").fetchone() == (1,)
    finally:
        server.stop()


def suppress_all(connection: psycopg.Connection) -> None:
    with suppress(psycopg.Error):
        connection.execute("SELECT count(*) FROM generate_series(1, 8000000)")
