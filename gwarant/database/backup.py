"""A backup is one file: a manifest, the dump, the files that people sent, and the secret key when it was asked for."""

import hashlib
import io
import json
import os
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import IO, Any, Protocol

import psycopg
from psycopg import Connection, sql

from gwarant import __version__
from gwarant.database import client, roles
from gwarant.database.binaries import Binaries
from gwarant.database.manifest import OURS, Manifest, checks, figures, migrations, parse, rows
from gwarant.database.problem import BadBackup, DatabaseProblem, NotEmpty
from gwarant.database.record import sync_directory

MANIFEST, DUMP, SECRET = "manifest.json", "database.dump", "secret"
FILES, LISTED = "files/", "files.json"
PIECE = 1 << 20
LEFT_OUT = (" DEFAULT ACL ", " SCHEMA - public ", " ACL - SCHEMA public ", " COMMENT - SCHEMA public ")
HIDDEN = (
    "This login may not read every row (row-level security is forced on the owner): "
    "back up with one that has BYPASSRLS, or as a superuser."
)
WIPE = f"""
SET lock_timeout = '30s';
DO $$ DECLARE name text; BEGIN
  FOR name IN SELECT n.nspname FROM pg_namespace n WHERE {OURS} LOOP
    EXECUTE format('DROP SCHEMA %I CASCADE', name);
  END LOOP;
END $$;
CREATE SCHEMA public;
"""


class Shelf(Protocol):
    """Where the files lie that people sent, each named by the SHA-256 of its bytes."""

    def names(self) -> Iterator[str]: ...

    def path(self, name: str) -> Path: ...

    def keep(self, source: IO[bytes]) -> object: ...


def backup(
    dsn: str,
    file: Path,
    binaries: Binaries,
    *,
    secret: str | None = None,
    files: Shelf | None = None,
    version: str = __version__,
    now: datetime,
) -> Manifest:
    """Write the whole database into one file, of one moment, and the files; it appears when it is whole.

    The dump comes first: whatever file a row in it names was on the disk before.
    """
    unfinished = file.with_name(f".{file.name}.part")
    dump = file.with_name(f".{file.name}.dump")
    try:
        with psycopg.connect(dsn) as connection:
            connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            connection.execute("SET row_security = off")
            counted = rows(connection), figures(connection)
            applied = migrations(connection)
            _dump(connection, dsn, dump, binaries)
            major = connection.info.server_version // 10000
        manifest = Manifest(
            version, major, now.isoformat(), _hash(dump), applied, *counted, secret is not None, files is not None
        )
        _pack(unfinished, manifest, dump, secret, files)
        unfinished.rename(file)
        sync_directory(file.parent)
    except psycopg.errors.InsufficientPrivilege as problem:
        raise DatabaseProblem(HIDDEN) from problem
    finally:
        dump.unlink(missing_ok=True)
        unfinished.unlink(missing_ok=True)
    return manifest


def inspect(file: Path) -> Manifest:
    """What a backup says about itself, after all hashes were checked."""
    with _opened(file) as archive:
        manifest = parse(_member(archive, MANIFEST).read())
        if _digest(archive, DUMP) != manifest.sha256:
            raise BadBackup(f"{file} is damaged: its dump does not have the hash that its manifest names.")
        wrong = [name for name in _listed(archive, manifest) if _digest(archive, FILES + name) != name]
    if wrong:
        raise BadBackup(
            f"{file} is damaged: these of its files have other bytes than their names say: {', '.join(wrong)}"
        )
    return manifest


def files_in(file: Path) -> list[str]:
    """The hashes of the files that a backup holds."""
    with _opened(file) as archive:
        return _listed(archive, parse(_member(archive, MANIFEST).read()))


def _listed(archive: tarfile.TarFile, manifest: Manifest) -> list[str]:
    return list(json.loads(_member(archive, LISTED).read())) if manifest.has_files else []


def _digest(archive: tarfile.TarFile, name: str) -> str:
    return hashlib.file_digest(_member(archive, name), "sha256").hexdigest()


def secret_of(file: Path) -> str | None:
    """The secret key, if the backup carries it."""
    with _opened(file) as archive:
        return _member(archive, SECRET).read().decode() if SECRET in archive.getnames() else None


def restore(file: Path, dsn: str, binaries: Binaries, *, replace: bool = False, files: Shelf | None = None) -> Manifest:
    """Bring a backup into an empty database, or in place of what is there: wholly and as it was, or not at all.

    Its files come first, beside those that are there; what no row names is swept later.
    """
    manifest = inspect(file)
    if manifest.postgresql > binaries.major:
        raise DatabaseProblem(f"The backup was made by PostgreSQL {manifest.postgresql}; here is {binaries.major}.")
    with psycopg.connect(dsn) as connection:
        owner = _owner(connection)
        _check_target(connection, replace)
        grants, revokes = (roles.text(connection, part, owner) for part in (roles.FOR_APP, roles.NOT_FOR_APP))
    if files is not None:
        _bring_files(file, manifest, files)
    before = f"SET ROLE {sql.Identifier(owner).as_string()};\n{WIPE if replace else ''}{revokes}"
    after = f"{grants}\nRESET ROLE;\n{checks(manifest)}"
    with tempfile.TemporaryDirectory(dir=file.parent if os.access(file.parent, os.W_OK) else None) as directory:
        _load(file, Path(directory), dsn, binaries, before, after)
    return manifest


def _dump(connection: Connection[Any], dsn: str, target: Path, binaries: Binaries) -> None:
    """Dump what this connection's snapshot shows, so that the figures are of the same moment."""
    row = connection.execute("SELECT pg_export_snapshot()").fetchone()
    assert row is not None
    target.unlink(missing_ok=True)
    target.touch(mode=0o600)
    with client.without_password(dsn) as plain:
        client.run(
            binaries.program("pg_dump"),
            f"--dbname={plain}",
            "--format=custom",
            f"--snapshot={row[0]}",
            "--no-password",
            "--lock-wait-timeout=60s",
            f"--file={target}",
        )


def _pack(target: Path, manifest: Manifest, dump: Path, secret: str | None, files: Shelf | None) -> None:
    target.unlink(missing_ok=True)
    with open(os.open(target, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as out:
        with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as archive:
            _add(archive, MANIFEST, manifest.text())
            if secret is not None:
                _add(archive, SECRET, secret)
            archive.add(dump, DUMP, filter=_anonymous)
            if files is not None:
                _add(archive, LISTED, json.dumps(_add_files(archive, files)))
        out.flush()
        os.fsync(out.fileno())


def _add_files(archive: tarfile.TarFile, files: Shelf) -> list[str]:
    """Every file that is still there when its turn comes; their names."""
    done = []
    for name in files.names():
        with suppress(FileNotFoundError):
            archive.add(files.path(name), FILES + name, filter=_anonymous)
            done.append(name)
    return done


def _bring_files(file: Path, manifest: Manifest, files: Shelf) -> None:
    with _opened(file) as archive:
        for name in _listed(archive, manifest):
            files.keep(_member(archive, FILES + name))


def _add(archive: tarfile.TarFile, name: str, text: str) -> None:
    content = text.encode()
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(content), 0o600
    archive.addfile(entry, io.BytesIO(content))


def _anonymous(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    return entry


def _load(file: Path, scratch: Path, dsn: str, binaries: Binaries, before: str, after: str) -> None:
    dump, listing, first, last = (scratch / name for name in ("dump", "list", "before.sql", "after.sql"))
    with _opened(file) as archive, open(dump, "wb") as out:
        source = _member(archive, DUMP)
        while piece := source.read(PIECE):
            out.write(piece)
    contents = client.run(binaries.program("pg_restore"), "--list", str(dump)).splitlines()
    listing.write_text("\n".join(line for line in contents if not any(kind in line for kind in LEFT_OUT)) + "\n")
    first.write_text(before)
    last.write_text(after)
    script = [binaries.program("pg_restore"), "--no-owner", f"--use-list={listing}", "--file=-", str(dump)]
    with client.without_password(dsn) as plain:
        into = [binaries.program("psql"), "-X", "-q", "-w", "-1", "-v", "ON_ERROR_STOP=1", "-d", plain]
        client.pipe(script, [*into, "-f", str(first), "-f", "-", "-f", str(last)])


def _owner(connection: Connection[Any]) -> str:
    """Who will own what is restored: the owner of the database, if this login may act for him, else itself."""
    row = connection.execute(
        "SELECT CASE WHEN pg_has_role(current_user, datdba, 'MEMBER') THEN pg_get_userbyid(datdba) "
        "ELSE current_user END FROM pg_database WHERE datname = current_database()"
    ).fetchone()
    assert row is not None
    return str(row[0])


def _check_target(connection: Connection[Any], replace: bool) -> None:
    if connection.execute("SELECT FROM pg_roles WHERE rolname = %s", (roles.APP,)).fetchone() is None:
        raise DatabaseProblem(f"The role {roles.APP} is missing; it has to be made first.")
    held = connection.execute(
        f"SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE {OURS}"
    ).fetchone()
    if held and held[0] and not replace:
        raise NotEmpty("The database is not empty. Restore into an empty one, or say that it shall be replaced.")


@contextmanager
def _opened(file: Path) -> Iterator[tarfile.TarFile]:
    try:
        with tarfile.open(file, "r:") as archive:
            yield archive
    except tarfile.TarError as problem:
        raise BadBackup(f"{file} is no backup, or only a part of one: {problem}") from problem


def _member(archive: tarfile.TarFile, name: str) -> Any:
    try:
        found = archive.extractfile(name)
    except KeyError:
        found = None
    if found is None:
        raise BadBackup(f"The backup has no {name}.")
    return found


def _hash(file: Path) -> str:
    with open(file, "rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
