"""A database that is away is told from a statement that failed."""

from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from django.db import IntegrityError, OperationalError, connection, transaction

from gwarant.engine.lost import LONGEST, Outage, is_lost, passes

NOW = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)


def raised(sql: str) -> Exception:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    except Exception as error:
        return error
    raise AssertionError("nothing was raised")


def test_a_server_that_is_not_there_is_lost() -> None:
    with pytest.raises(psycopg.OperationalError) as caught:
        psycopg.connect("postgresql://nobody@127.0.0.1:1/none", connect_timeout=2)
    assert is_lost(caught.value)


@pytest.mark.usefixtures("connected")
def test_a_connection_that_was_cut_is_lost() -> None:
    error = raised("SELECT pg_terminate_backend(pg_backend_pid())")
    assert isinstance(error, OperationalError)
    assert is_lost(error)
    connection.close()


@pytest.mark.usefixtures("db")
def test_a_lock_waited_for_too_long_passes() -> None:
    error = raised("DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '55P03'; END $$")
    assert (is_lost(error), passes(error)) == (False, True)


@pytest.mark.usefixtures("db")
def test_a_deadlock_passes() -> None:
    error = raised("DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '40P01'; END $$")
    assert (is_lost(error), passes(error)) == (False, True)


@pytest.mark.usefixtures("db")
def test_a_broken_rule_neither_is_lost_nor_passes() -> None:
    error = raised("DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '23505'; END $$")
    assert isinstance(error, IntegrityError)
    assert (is_lost(error), passes(error)) == (False, False)


def test_an_outage_is_told_once_a_minute_and_tried_at_growing_pauses(caplog: pytest.LogCaptureFixture) -> None:
    outage, pauses = Outage(), []
    for second in range(0, 130, 10):
        outage.lasts(OSError("away"), NOW + timedelta(seconds=second))
        pauses.append(outage.pause)
    assert pauses[:5] == [0.5, 1.0, 2.0, 4.0, LONGEST]
    assert pauses[-1] == LONGEST
    assert caplog.text.count("the database is away") == 3
    outage.over()
    assert outage.pause == 0
    assert "the database is back" in caplog.text
