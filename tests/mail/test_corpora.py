"""Messages that others wrote to break readers: every one is accounted for."""

import email
import sysconfig
from email.policy import compat32
from pathlib import Path
from random import Random

import pytest
from mutants import mutants
from samples import varied

from gwarant.mail import Mail, Unreadable, read

DATA = Path(sysconfig.get_path("stdlib")) / "test" / "test_email" / "data"
FILES = sorted(DATA.glob("*")) if DATA.is_dir() else []
MESSAGES = [one for one in FILES if one.name.startswith("msg_")]
HEADLESS = {"msg_19.txt"}  # a text alone


@pytest.mark.skipif(not FILES, reason="this interpreter came without the tests of its email package")
def test_each_file_of_the_interpreters_own_tests_is_accounted_for() -> None:
    found = {one.name: read(one.read_bytes()) for one in FILES}
    unread = {name: one.reason for name, one in found.items() if isinstance(one, Unreadable)}
    assert set(unread.values()) <= {"no_header"}
    assert {name for name in unread if name.startswith("msg_")} <= HEADLESS


@pytest.mark.parametrize("file", [one for one in MESSAGES if one.name not in HEADLESS], ids=lambda file: file.name)
def test_the_head_is_read_as_the_standard_library_reads_it(file: Path) -> None:
    raw = file.read_bytes()
    found = read(raw)
    theirs = email.message_from_bytes(raw, policy=compat32)
    assert isinstance(found, Mail)
    assert found.message_id == (theirs["Message-ID"] or "").strip(" <>")
    subject = theirs["Subject"] or ""
    assert "=?" in subject or found.subject == " ".join(subject.split())


def test_a_mutant_follows_from_seed_and_number() -> None:
    few = dict(mutants(varied(), 1, 3, 10))
    assert few == dict(list(mutants(varied(), 1, 13))[10:])
    assert few != dict(mutants(varied(), 2, 3, 10))


@pytest.mark.parametrize("seed", range(20))
def test_a_mutant_says_the_same_each_time(seed: int) -> None:
    for _, raw in mutants(varied(), seed, 10, Random(seed).randrange(10_000)):
        assert read(raw) == read(raw)
