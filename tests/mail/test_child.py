"""Whatever a message does to the process that reads it, an answer comes, and the next message is read."""

import os
import signal
import subprocess
import sys
import threading
import tracemalloc
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from samples import PLAIN, letter, message, varied

from gwarant.mail import Limits, Mail, Unreadable, read
from gwarant.mail.child import DEATHS, MESSAGES, Allowance, Parser
from gwarant.mail.frames import LENGTHS, answer, found_in
from gwarant.mail.held import PIECE, SMALL, Held, Shelf


@pytest.fixture(scope="module")
def parser() -> Iterator[Parser]:
    with Parser() as made:
        yield made


def pid_of(parser: Parser) -> int:
    """The process of the only child, which is idle."""
    child = parser._idle.queue[0]
    assert child is not None
    return child.process.pid


@pytest.mark.parametrize("raw", varied())
def test_the_child_says_the_same(parser: Parser, raw: bytes) -> None:
    assert parser.read(raw) == read(raw)
    assert parser.replaced == 0


def test_what_is_unreadable_is_told_by_the_child(parser: Parser) -> None:
    assert parser.read(b"\x89PNG") == read(b"\x89PNG")


def test_a_child_reads_many_messages(parser: Parser) -> None:
    parser.read(PLAIN)
    first = pid_of(parser)
    parser.read(PLAIN)
    assert pid_of(parser) == first


def test_a_child_that_was_killed_while_idle_is_replaced_and_the_message_read() -> None:
    with Parser() as parser:
        parser.read(PLAIN)
        os.kill(pid_of(parser), signal.SIGKILL)
        assert parser.read(PLAIN) == read(PLAIN)


@pytest.mark.parametrize(("deaths", "reason"), [(1, ""), (DEATHS, "died")])
def test_a_message_is_to_blame_only_once_two_new_children_died_of_it(deaths: int, reason: str) -> None:
    others = readers()
    with Parser() as parser, ThreadPoolExecutor(1) as pool:
        found = pool.submit(parser.read, PLAIN)
        for _ in range(deaths):
            while not (begun := readers() - others) and not found.done():
                pass  # it takes longer to begin than to be found
            others |= begun
            os.kill(begun.pop(), signal.SIGKILL)
        assert getattr(found.result(), "reason", "") == reason
        assert parser.replaced == deaths


def readers() -> set[int]:
    """The children of this process that read messages."""
    found = set()
    for thread in Path("/proc/self/task").iterdir():
        for pid in _children(thread):
            with suppress(OSError):
                if "gwarant.mail.program" in Path(f"/proc/{pid}/cmdline").read_text():
                    found.add(int(pid))
    return found


def _children(thread: Path) -> list[str]:
    """None of a thread that ended while it was looked at."""
    try:
        return (thread / "children").read_text().split()
    except FileNotFoundError:
        return []


def test_a_message_that_takes_too_long_by_the_clock_is_unreadable_and_the_next_is_read() -> None:
    with Parser(allowance=Allowance(wall=0.0)) as parser:
        found = parser.read(letter(Message_ID="<slow@shop.example>").as_bytes())
        assert isinstance(found, Unreadable)
        assert (found.reason, found.sender.address, found.subject) == (
            "took_too_long",
            "anna@shop.example",
            "The shop is down",
        )
        assert (found.message_id, parser.replaced) == ("slow@shop.example", 1)
        parser.allowance = Allowance()
        assert isinstance(parser.read(PLAIN), Mail)


def test_a_message_that_takes_too_much_processor_time_is_unreadable() -> None:
    dear = message("From: a@b.example\nContent-Type: text/html", "<a b='x'>" * 400_000)
    limits = Limits(text=64 << 20)
    with Parser(limits=limits, allowance=Allowance(cpu=0, wall=60.0)) as parser:
        found = parser.read(dear * 9)
        assert isinstance(found, Unreadable)
        assert (found.reason, found.detail) == ("took_too_long", "processor time")
        assert isinstance(parser.read(PLAIN), Mail)


def test_a_message_that_takes_too_much_memory_is_unreadable() -> None:
    with Parser(allowance=Allowance(memory=24 << 20)) as parser:
        found = parser.read(message("From: a@b.example", "zażółć " * 1_000_000))
        assert isinstance(found, Unreadable)
        assert found.reason == "out_of_memory"
        parser.allowance = Allowance()
        assert isinstance(parser.read(PLAIN), Mail)


def test_the_largest_message_fits_into_the_memory() -> None:
    big = letter()
    big.add_attachment(bytes(25 << 20), "application", "octet-stream", filename="big.bin")
    with Parser() as parser:
        found = parser.read(big.as_bytes())
    assert isinstance(found, Mail)
    assert len(found.attachments[0].data) == 25 << 20


def test_a_large_message_and_its_files_are_in_nobodys_memory_but_the_childs(tmp_path: Path) -> None:
    data = bytes(range(256)) * (8 << 12)
    raw, most = letter_with(data), 3 << 20
    (tmp_path / "raw").write_bytes(raw)
    del raw
    with Parser(shelves=lambda: tmp_path) as parser, open(tmp_path / "raw", "rb") as content:
        parser.read(PLAIN)
        tracemalloc.start()
        try:
            found = parser.read(content)
            pieces = max(len(one) for one in found.attachments[0].pieces()) if isinstance(found, Mail) else 0
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
    assert isinstance(found, Mail)
    assert (found.attachments[0].size, 0 < pieces <= PIECE, peak < most) == (len(data), True, True)
    assert found.attachments[0].data == data
    assert [one.name for one in tmp_path.iterdir()] == ["raw"], "what lies there has no name"


def test_large_files_and_small_ones_lie_each_at_their_own_place(parser: Parser) -> None:
    many = [b"a" * (SMALL + 1), b"b", b"c" * SMALL, b"d" * (SMALL + 2)]
    found = parser.read(letter_with(*many))
    assert isinstance(found, Mail)
    assert [one.data for one in found.attachments] == many
    assert [b"".join(one.pieces(3)) for one in found.attachments] == [b"aaa", b"b", b"ccc", b"ddd"]
    assert [isinstance(one.content, Held) for one in found.attachments] == [True, False, False, True]


def test_a_message_in_a_file_is_read_again_from_its_beginning_where_its_child_died(tmp_path: Path) -> None:
    (tmp_path / "raw").write_bytes(PLAIN)
    with Parser() as parser, open(tmp_path / "raw", "rb") as content:
        parser.read(content)
        os.kill(pid_of(parser), signal.SIGKILL)
        assert parser.read(content) == read(PLAIN)


@pytest.mark.parametrize(("start", "size"), [(-1, 1), (0, -1), (0, 5), (4, 1)])
def test_an_answer_that_names_bytes_which_did_not_come_is_none(start: int, size: int) -> None:
    shelf = Shelf()
    shelf.put(b"four")
    whole = read(letter_with(b"x"))
    assert isinstance(whole, Mail)
    told = replace(whole, attachments=(replace(whole.attachments[0], content=Held(start, size)),))
    head, _files = answer(told)
    assert found_in(head[LENGTHS.size :], shelf) is None


def letter_with(*files: bytes) -> bytes:
    made = letter()
    for number, data in enumerate(files):
        made.add_attachment(data, "application", "octet-stream", filename=f"{number}.bin")
    return made.as_bytes()


def test_a_child_is_replaced_before_it_has_read_too_many() -> None:
    with Parser() as parser:
        parser.read(PLAIN)
        first = parser._idle.queue[0]
        assert first is not None
        first.read = MESSAGES - 1
        parser.read(PLAIN)
        parser.read(PLAIN)
        assert pid_of(parser) != first.process.pid
        assert parser.replaced == 0


def test_several_threads_share_the_children() -> None:
    found: list[Mail | Unreadable] = []
    with Parser(processes=2) as parser:
        threads = [
            threading.Thread(target=lambda: found.extend(parser.read(PLAIN) for _ in range(5))) for _ in range(4)
        ]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
    assert found == [read(PLAIN)] * 20


def test_children_end_with_their_parser() -> None:
    with Parser() as parser:
        parser.read(PLAIN)
        pid = pid_of(parser)
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_the_child_knows_nothing_of_the_service() -> None:
    code = (
        "import sys, gwarant.mail.program; print(*sorted({'django', 'numpy', 'typer', 'psycopg'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "\n"
