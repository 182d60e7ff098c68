"""A backup comes back as it was: rows, owners, rights and row-level security; a damaged one comes back not at all."""

import io
import stat
import tarfile
from datetime import UTC, datetime

import psycopg
import pytest

from gwarant.database import roles
from gwarant.database.backup import backup, files_in, inspect, restore, secret_of
from gwarant.database.embedded import Embedded
from gwarant.database.problem import BadBackup, DatabaseProblem, NotEmpty
from gwarant.files.folder import Folder

pytestmark = pytest.mark.together

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def asked(server: Embedded, query: str, role: str = roles.ADMIN):
    with psycopg.connect(server.dsn(role)) as connection:
        return connection.execute(query).fetchall()


def run(server: Embedded, *statements: str, role: str = roles.OWNER) -> None:
    with psycopg.connect(server.dsn(role)) as connection:
        for statement in statements:
            connection.execute(statement)


def emptied(server: Embedded) -> None:
    admin = server.dsn(roles.ADMIN, "postgres")
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute("DROP DATABASE gwarant WITH (FORCE)")
    roles.ensure_roles(admin, "gwarant", server.record().passwords)


def saved(server: Embedded, file, **options):
    return backup(server.dsn(roles.ADMIN), file, server.binaries(), now=NOW, **options)


def brought_back(server: Embedded, file, role: str = roles.ADMIN, **options):
    return restore(file, server.dsn(role), server.binaries(), **options)


def rewritten(file, changed, member: str, content: bytes) -> None:
    """The same archive with one member's content changed."""
    with tarfile.open(file) as old, tarfile.open(changed, "w") as new:
        for entry in old.getmembers():
            body = content if entry.name == member else old.extractfile(entry).read()
            entry.size = len(body)
            new.addfile(entry, io.BytesIO(body))


def test_a_backup_says_what_it_holds(world, tmp_path):
    file = tmp_path / "b.tar"
    manifest = saved(world, file, version="1.2")
    assert inspect(file) == manifest
    assert (manifest.version, manifest.taken, manifest.postgresql) == ("1.2", NOW, world.binaries().major)
    assert manifest.rows == {"public.django_migrations": 2, "public.ledger": 2, "public.ticket": 500}
    assert manifest.migrations == [["customers", "0001_first"], ["tickets", "0001_first"]]


def test_a_backup_is_one_file_for_its_owner_only(world, tmp_path):
    saved(world, tmp_path / "b.tar")
    assert [path.name for path in tmp_path.iterdir()] == ["b.tar"]
    assert stat.S_IMODE((tmp_path / "b.tar").stat().st_mode) == 0o600


def test_the_secret_is_in_it_only_when_asked_for(world, tmp_path):
    assert saved(world, tmp_path / "without.tar").has_secret is False
    assert secret_of(tmp_path / "without.tar") is None
    assert saved(world, tmp_path / "with.tar", secret="a key").has_secret is True
    assert secret_of(tmp_path / "with.tar") == "a key"


@pytest.mark.parametrize("role", [roles.ADMIN, roles.OWNER])
def test_rows_owners_rights_and_policies_come_back(world, tmp_path, role):
    saved(world, tmp_path / "b.tar")
    emptied(world)
    brought_back(world, tmp_path / "b.tar", role)
    assert asked(world, "SELECT count(*), max(title) FROM ticket") == [(500, "Zażółć 99")]
    owners = "SELECT DISTINCT relowner::regrole::text FROM pg_class WHERE relnamespace = 'public'::regnamespace"
    assert asked(world, owners) == [(roles.OWNER,)]
    with psycopg.connect(world.dsn()) as connection:
        assert connection.execute("SELECT count(*) FROM ticket").fetchone() == (0,)
        connection.execute("SET test.customer = '3'")
        assert connection.execute("SELECT DISTINCT customer_id FROM ticket").fetchall() == [(3,)]
        connection.execute("INSERT INTO ticket (customer_id, title) VALUES (3, 'new') RETURNING id")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("UPDATE ledger SET line = ''")


def test_new_tables_after_a_restore_are_open_to_the_application(world, tmp_path):
    saved(world, tmp_path / "b.tar")
    brought_back(world, tmp_path / "b.tar", replace=True)
    run(world, "CREATE TABLE later (n int)")
    run(world, "INSERT INTO later VALUES (1)", role=roles.APP)


def test_a_database_that_holds_something_is_not_touched(world, tmp_path):
    saved(world, tmp_path / "b.tar")
    run(world, "DELETE FROM ticket WHERE id > 10")
    with pytest.raises(NotEmpty, match="not empty"):
        brought_back(world, tmp_path / "b.tar")
    assert asked(world, "SELECT count(*) FROM ticket") == [(10,)]


def test_replacing_removes_what_was_there(world, tmp_path):
    saved(world, tmp_path / "b.tar")
    run(world, "DELETE FROM ticket", "CREATE SCHEMA other", "CREATE TABLE other.stray (n int)")
    brought_back(world, tmp_path / "b.tar", replace=True)
    assert asked(world, "SELECT count(*), to_regclass('other.stray') FROM ticket") == [(500, None)]


def test_a_restore_that_fails_leaves_everything_as_it_was(world, tmp_path):
    file, changed = tmp_path / "b.tar", tmp_path / "changed.tar"
    saved(world, file)
    text = inspect(file).text().replace('"public.ticket": 500', '"public.ticket": 501')
    rewritten(file, changed, "manifest.json", text.encode())
    run(world, "DELETE FROM ticket WHERE id > 10")
    with pytest.raises(DatabaseProblem, match=r"rows of public\.ticket: 501 in the backup, 500 restored"):
        brought_back(world, changed, replace=True)
    assert asked(world, "SELECT count(*) FROM ticket") == [(10,)]
    run(world, "DELETE FROM ledger")


def test_a_damaged_dump_is_told_before_anything_is_touched(world, tmp_path):
    file, changed = tmp_path / "b.tar", tmp_path / "changed.tar"
    saved(world, file)
    with tarfile.open(file) as archive:
        dump = bytearray(archive.extractfile("database.dump").read())
    dump[len(dump) // 2] ^= 1
    rewritten(file, changed, "database.dump", bytes(dump))
    with pytest.raises(BadBackup, match="damaged"):
        brought_back(world, changed, replace=True)
    assert asked(world, "SELECT count(*) FROM ticket") == [(500,)]


@pytest.mark.parametrize("length", [0, 100, 5000])
def test_a_part_of_a_backup_is_refused(world, tmp_path, length):
    saved(world, tmp_path / "b.tar")
    (tmp_path / "part.tar").write_bytes((tmp_path / "b.tar").read_bytes()[:length])
    with pytest.raises(BadBackup):
        inspect(tmp_path / "part.tar")


def test_another_file_is_no_backup(tmp_path):
    (tmp_path / "notes.txt").write_text("hello " * 500)
    with pytest.raises(BadBackup, match="no backup"):
        inspect(tmp_path / "notes.txt")


def test_a_format_of_the_future_is_refused(world, tmp_path):
    saved(world, tmp_path / "b.tar")
    text = inspect(tmp_path / "b.tar").text().replace("gwarant-backup-1", "gwarant-backup-9")
    rewritten(tmp_path / "b.tar", tmp_path / "new.tar", "manifest.json", text.encode())
    with pytest.raises(BadBackup, match="gwarant-backup-9"):
        inspect(tmp_path / "new.tar")


def test_files_come_back_byte_for_byte(world, tmp_path):
    shelf, other = Folder(tmp_path / "files"), Folder(tmp_path / "other")
    names = {shelf.keep(content).sha256 for content in (b"one", b"two" * 100_000, b"")}
    (shelf.incoming() / "begun").write_bytes(b"half")
    file = tmp_path / "b.tar"
    assert saved(world, file, files=shelf).has_files
    assert set(files_in(file)) == names
    emptied(world)
    brought_back(world, file, files=other)
    assert set(other.names()) == names
    assert [other.fault(one) for one in names] == ["", "", ""]


def test_a_damaged_file_is_named_before_anything_is_touched(world, tmp_path):
    shelf, other = Folder(tmp_path / "files"), Folder(tmp_path / "other")
    name = shelf.keep(b"as it was").sha256
    file, changed = tmp_path / "b.tar", tmp_path / "c.tar"
    saved(world, file, files=shelf)
    rewritten(file, changed, f"files/{name}", b"as it is.")
    emptied(world)
    with pytest.raises(BadBackup, match=name):
        brought_back(world, changed, files=other)
    assert list(other.names()) == []


def test_a_backup_of_a_release_without_files_is_read(world, tmp_path):
    file = tmp_path / "b.tar"
    assert not saved(world, file).has_files
    assert files_in(file) == []
    emptied(world)
    brought_back(world, file, files=Folder(tmp_path / "files"))


def test_a_backup_that_fails_leaves_the_former_one_and_nothing_else(world, tmp_path):
    saved(world, tmp_path / "b.tar")
    before = (tmp_path / "b.tar").read_bytes()
    with pytest.raises(DatabaseProblem):
        backup(world.dsn(roles.APP), tmp_path / "b.tar", world.binaries(), now=NOW)
    assert [(path.name, path.read_bytes() == before) for path in tmp_path.iterdir()] == [("b.tar", True)]


def test_an_owner_from_whom_rows_are_hidden_cannot_make_a_partial_backup(world, tmp_path):
    run(world, "ALTER TABLE ticket FORCE ROW LEVEL SECURITY")
    with pytest.raises(DatabaseProblem, match="BYPASSRLS"):
        backup(world.dsn(roles.OWNER), tmp_path / "b.tar", world.binaries(), now=NOW)
    saved(world, tmp_path / "b.tar")
    brought_back(world, tmp_path / "b.tar", replace=True)
    assert asked(world, "SELECT count(*) FROM ticket") == [(500,)]


def test_no_password_is_on_a_command_line(world, tmp_path, monkeypatch):
    seen: list[str] = []
    real = tarfile.open
    monkeypatch.setattr("gwarant.database.client.run", lambda *command: seen.extend(command) or "")
    monkeypatch.setattr("gwarant.database.backup._hash", lambda _: "")
    with pytest.raises(FileNotFoundError) if not real else pytest.MonkeyPatch.context():
        saved(world, tmp_path / "b.tar")
    assert seen
    assert not any(world.record().passwords[roles.ADMIN] in word for word in seen)
