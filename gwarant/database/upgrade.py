"""From one major version of PostgreSQL to another: dump, restore, compare, and only then change places."""

import shutil
from datetime import datetime
from pathlib import Path

from gwarant.database import roles
from gwarant.database.backup import backup, restore
from gwarant.database.binaries import Binaries, available, find, written_by
from gwarant.database.cluster import swap
from gwarant.database.embedded import Embedded
from gwarant.database.problem import DatabaseProblem
from gwarant.database.record import Record, save

LEAVING = 2.0  # seconds in which a connection that is being closed is gone


def upgrade_major(server: Embedded, *, old: Path | None = None, new: Path | None = None, now: datetime) -> Path:
    """Bring the data to the newest version that is installed; the old data are kept, their place is returned.

    The programs that wrote the data have to be there (`old` names their directory), else NeedsUpgrade says so.
    """
    before = find(server.data, old)
    after = _newer(before, new)
    server.programs = before.directory
    with server.locked():
        server.begin()
        if count := server.connections(patience=LEAVING):
            raise DatabaseProblem(f"{count} connections are open: stop the other programs first.")
        server.say(f"Upgrading the database from PostgreSQL {before.version} to {after.version}")
        file = server.state / f"before-postgresql-{after.major}.tar"
        backup(server.dsn(roles.ADMIN), file, before, now=now)
        server.finish()
        kept = server.data.with_name(f"data-{before.major}-{now:%Y%m%d%H%M%S}")
        _replaced(server, after, file, kept)
        server.programs = after.directory
        server.begin()
    file.unlink()
    server.say(f"Done. The former data are kept in {kept}; remove them when all is well.")
    return kept


def _newer(before: Binaries, new: Path | None) -> Binaries:
    found = [binaries for binaries in available(new) if binaries.major > before.major]
    if not found:
        raise DatabaseProblem(f"No PostgreSQL newer than {before.major} is installed.")
    return max(found, key=lambda binaries: binaries.major)


def _replaced(server: Embedded, after: Binaries, file: Path, kept: Path) -> None:
    """Fill a server beside the old one and let it take the place."""
    workshop = server.state / "upgrade"
    shutil.rmtree(workshop, ignore_errors=True)
    workshop.mkdir(mode=0o700)
    record = server.record()
    assert record is not None
    made = Embedded(workshop, programs=after.directory, say=server.say, elsewhere=server.elsewhere)
    save(made.file, Record(passwords=record.passwords))
    made.start()
    try:
        restore(file, made.dsn(roles.ADMIN), after)
    finally:
        made.stop()
    if not written_by(made.data) == after.major:
        raise DatabaseProblem(f"The new data in {made.data} are not of PostgreSQL {after.major}.")
    swap(server.data, made.data, kept)
    shutil.rmtree(made.home, ignore_errors=True)
    shutil.rmtree(workshop)
