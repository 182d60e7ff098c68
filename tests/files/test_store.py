"""Files lie on the disk once, whole, before a row names them; what no row names goes after a day."""

import os
import threading
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from django.db import transaction
from sent_files import bomb, jpeg, png

from gwarant.demo.cast import World
from gwarant.files.actions import attach, sweep
from gwarant.files.folder import Folder, TooLarge
from gwarant.files.models import About, Attachment
from gwarant.files.store import FileGone, Stored, claim, folder, store
from gwarant.files.uses import in_use
from gwarant.ledger.filing import ErasedAlready, erase
from gwarant.web.moment import now

NOW = datetime(2026, 6, 1, 10, 0, tzinfo=UTC)
A_DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def files_dir(tmp_path: Path, settings: object) -> Path:
    settings.FILES_DIR = tmp_path / "files"  # type: ignore[attr-defined]
    return tmp_path / "files"


def bound(world: World, *files: Stored, part: str = "SHOP-1:0001") -> list[Attachment]:
    with transaction.atomic():
        return attach(
            files,
            customer=world.customers["SHOP"],
            about=About.TICKET,
            subject="SHOP-1",
            part=part,
            is_public=True,
            by=None,
            now=NOW,
        )


def age(name: str, by: timedelta) -> None:
    at = (now() - by).timestamp()
    os.utime(folder().path(name), (at, at))


@pytest.mark.parametrize("source", [b"words", BytesIO(b"words"), [b"wo", b"", b"rds"]])
def test_bytes_a_stream_and_pieces_are_the_same_file(source: object, files_dir: Path) -> None:
    stored = store(source, "words.txt")  # type: ignore[arg-type]
    assert stored.sha256 == sha256(b"words").hexdigest()
    assert (stored.size, stored.kind, stored.name) == (5, "text/plain", "words.txt")
    assert folder().path(stored.sha256).read_bytes() == b"words"
    assert [one for one in files_dir.rglob("*") if one.is_file()] == [folder().path(stored.sha256)]


def test_the_same_bytes_lie_there_once_under_two_names(files_dir: Path) -> None:
    one, other = store(b"x" * 99, "a.log"), store(b"x" * 99, "b.log")
    assert one.sha256 == other.sha256
    assert list(folder().names()) == [one.sha256]


def test_nobody_else_may_read_them(files_dir: Path) -> None:
    stored = store(b"secret")
    path = folder().path(stored.sha256)
    assert path.stat().st_mode & 0o077 == 0
    assert files_dir.stat().st_mode & 0o077 == 0


def test_a_file_that_is_too_large_leaves_nothing(files_dir: Path) -> None:
    with pytest.raises(TooLarge):
        store([b"x" * 60, b"x" * 60], most=100)
    assert [one for one in files_dir.rglob("*") if one.is_file()] == []


def test_a_stream_that_breaks_leaves_nothing(files_dir: Path) -> None:
    def broken() -> object:
        yield b"half"
        raise ConnectionError

    with pytest.raises(ConnectionError):
        store(broken())  # type: ignore[arg-type]
    assert [one for one in files_dir.rglob("*") if one.is_file()] == []


def test_what_is_no_hash_names_no_file() -> None:
    for name in ("../../etc/passwd", "", "A" * 64, "0" * 63):
        with pytest.raises(ValueError, match="SHA-256"):
            folder().path(name)


def test_many_who_take_in_the_same_bytes_at_once_all_find_them(tmp_path: Path) -> None:
    place, found = Folder(tmp_path / "many"), []
    threads = [threading.Thread(target=lambda: found.append(place.keep(b"same" * 1000).sha256)) for _ in range(12)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(found) == 12
    assert set(found) == set(place.names())


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (png(), "image/png"),
        (jpeg(), "image/jpeg"),
        (b"%PDF-1.7\n", "application/pdf"),
        ("Zażółć gęślą jaźń\n".encode() * 700, "text/plain"),
        (b"<svg onload=alert(1)>", "text/plain"),
        (b"<html><script>", "text/plain"),
        (b"PK\x03\x04", "application/octet-stream"),
        (b"\xff\xfe\x00", "application/octet-stream"),
        (b"", "application/octet-stream"),
    ],
)
def test_the_type_is_told_from_the_bytes(content: bytes, kind: str) -> None:
    assert store(content, "evil.html").kind == kind


def test_only_what_can_be_drawn_is_a_picture() -> None:
    assert (store(png(40, 30)).width, store(png(40, 30)).height) == (40, 30)
    assert store(bomb()).width == 0
    assert store(b"\x89PNG\r\n\x1a\nrubbish").width == 0
    assert store(b"GIF89a\x00").width == 0


def test_a_file_without_a_row_goes_after_a_day_and_never_before(world: World, engine: None) -> None:
    old, young, named = store(b"old"), store(b"young"), store(b"named")
    bound(world, named)
    for one in (old, named):
        age(one.sha256, timedelta(days=2))
    assert sweep(now() - A_DAY) == 1
    assert set(folder().names()) == {young.sha256, named.sha256}


def test_a_file_that_is_held_again_is_young_again(world: World, engine: None) -> None:
    stored = store(b"waits in a form")
    age(stored.sha256, timedelta(days=2))
    assert folder().hold(stored.sha256)
    assert sweep(now() - A_DAY) == 0
    assert folder().has(stored.sha256)


def test_what_was_begun_and_never_ended_goes_too(world: World, engine: None) -> None:
    begun = folder().incoming() / "begun"
    begun.write_bytes(b"half a fi")
    os.utime(begun, (0, 0))
    assert sweep(now() - A_DAY) == 1
    assert not begun.exists()


def test_a_row_for_a_file_that_is_gone_is_refused(world: World, engine: None) -> None:
    stored = store(b"swept", "swept.txt")
    folder().path(stored.sha256).unlink()
    with pytest.raises(FileGone, match=r"swept\.txt"):
        bound(world, stored)
    with pytest.raises(FileGone), transaction.atomic():
        claim([Stored("0" * 64, 1, "text/plain")])


def test_an_erased_file_leaves_its_row_and_hash_and_no_bytes(world: World, engine: None) -> None:
    (row,) = bound(world, store(b"a face", "face.txt"))
    erase(row, by=world.olga, reason="  Somebody asked for it. ", now=NOW)
    again = Attachment.objects.get(pk=row.pk)
    assert (again.sha256, again.name, again.erased_at) == (row.sha256, "face.txt", NOW)
    assert not folder().has(row.sha256)
    assert (again.erasure.reason, again.erasure.by) == ("Somebody asked for it.", world.olga)
    with pytest.raises(ErasedAlready):
        erase(row, by=world.olga, reason="Again.", now=NOW)


def test_bytes_that_another_row_names_stay_for_it(world: World, engine: None) -> None:
    stored = store(b"both")
    (one,), (other,) = bound(world, stored), bound(world, stored, part="SHOP-1:0002")
    erase(one, by=world.olga, reason="A face.", now=NOW)
    assert in_use([stored.sha256]) == {stored.sha256}
    assert folder().has(stored.sha256)
    erase(other, by=world.olga, reason="A face.", now=NOW)
    assert not folder().has(stored.sha256)


def test_a_changed_file_is_found_by_its_name() -> None:
    stored = store(b"as it was")
    assert folder().fault(stored.sha256) == ""
    folder().path(stored.sha256).write_bytes(b"as it is")
    assert "other bytes" in folder().fault(stored.sha256)
    folder().path(stored.sha256).unlink()
    assert "gone" in folder().fault(stored.sha256)
