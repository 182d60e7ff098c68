"""Whether anything can still be written: room in the state directory, on the disk of the database, among the files."""

import os
from datetime import datetime, timedelta
from tempfile import TemporaryFile

from django.conf import settings
from django.db import Error, connection, transaction
from psycopg.errors import DiskFull

from gwarant.files.store import folder

LEAST = 16 << 20  # bytes
HELD = timedelta(seconds=5)
# Four megabytes that go into a file and are gone again. The heartbeat changes a row where it stands, which a full disk
# still lets it; this needs new pages, as a report does.
PROBE = (
    "SET LOCAL work_mem = '64kB'",
    "SELECT sum(length(w)) FROM (SELECT g, repeat('x', 1000) AS w FROM generate_series(1, 4000) g "
    "ORDER BY g DESC OFFSET 0) s",
)
_asked: list[tuple[datetime, str]] = []


def want_of_room(now: datetime) -> str:
    """What is full, in words; empty where there is room. The database's disk is asked at most every five seconds."""
    return _of_state(settings.ENV.state_dir) or _asked_of_database(now)


def want_of_files() -> str:
    """Why no file can be taken in, in words; empty where one can."""
    place = folder().root
    try:
        with TemporaryFile(dir=folder().incoming()):
            found = os.statvfs(place)
    except OSError as error:
        return f"no file can be written to {place}: {error.strerror}"
    if found.f_bavail * found.f_frsize < LEAST:
        return f"the disk of {place} is full: {found.f_bavail * found.f_frsize >> 20} MB are free"
    return ""


def _of_state(directory: os.PathLike[str]) -> str:
    try:
        found = os.statvfs(directory)
    except OSError:
        return ""  # an instance with a database and a secret of its own making may have none
    if found.f_bavail * found.f_frsize < LEAST:
        return f"the disk of the state directory is full: {found.f_bavail * found.f_frsize >> 20} MB are free"
    return "the state directory can take no more files" if found.f_files and not found.f_favail else ""


def _asked_of_database(now: datetime) -> str:
    if not _asked or abs(now - _asked[0][0]) >= HELD:
        _asked[:] = [(now, _of_database())]
    return _asked[0][1]


def _of_database() -> str:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            for statement in PROBE:
                cursor.execute(statement)
    except Error as error:
        if isinstance(error.__cause__, DiskFull):
            return "the disk of the database is full"
        raise
    return ""
