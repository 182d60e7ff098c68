"""The drill of the editor: each field of each contract that we have is changed, and only that may differ.

It is the second law of `test_editor_laws.py` without a sample. The changes come in an order that is the same in each
run and mixes the contracts, so that a run which is bounded by time has seen all of them.
"""

import argparse
import multiprocessing
import os
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from random import Random
from time import monotonic

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gwarant.config.settings")
django.setup()
sys.path.insert(0, str(Path(__file__).parents[1] / "web" / "contracts"))  # where one_field.py lies

from editor_texts import TEXTS  # noqa: E402
from one_field import Page, breaches, likely  # noqa: E402

Change = tuple[str, str, str]  # the text's name, the field's path, what is typed
FORK = multiprocessing.get_context("fork")
A_TURN = 20  # changes that a process takes at once


@cache
def page_of(name: str) -> Page:
    return Page(TEXTS[name])


def changes(names: Iterable[str]) -> list[Change]:
    """Every likely value of every field of the texts."""
    found = [
        (name, path, typed)
        for name, page in ((name, page_of(name)) for name in names)
        for path in page.fields
        for typed in likely(page.draft.clauses[path], page.draft.held(path))
    ]
    Random(9).shuffle(found)
    return found


def against(change: Change) -> list[str]:
    """What a change did against the law; an error is one as well."""
    name, path, typed = change
    try:
        return list(breaches(page_of(name), path, typed))
    except Exception as error:
        return [f"{type(error).__name__}: {error}"]


def run(asked: list[Change], minutes: float) -> tuple[int, int]:
    """Try them until the time is over; how many were tried, and how many were against the law."""
    over, tried, wrong = monotonic() + 60 * minutes, 0, 0
    with FORK.Pool() as pool:
        for change, found in zip(asked, pool.imap(against, asked, A_TURN), strict=True):
            tried, wrong = tried + 1, wrong + bool(found)
            for line in told(change, found):
                print(line, flush=True)
            if tried % 500 == 0:
                print(f"{tried} of {len(asked)}", flush=True)
            if monotonic() > over:
                break
    return tried, wrong


def told(change: Change, found: list[str]) -> Iterator[str]:
    name, path, typed = change
    yield from (f"AGAINST | {name} | {path} = {typed!r} | {one}" for one in found)


def main() -> int:
    """From the command line."""
    asked_for = argparse.ArgumentParser(description=__doc__)
    asked_for.add_argument("--minutes", type=float, default=20, help="stop after so long, and say how far it came")
    asked_for.add_argument("--begin", type=int, default=0, help="pass over so many changes, which were tried before")
    asked_for.add_argument("--first", type=int, default=None, help="only so many changes")
    asked_for.add_argument("--text", action="append", choices=sorted(TEXTS), metavar="NAME", help="only this contract")
    given = asked_for.parse_args()
    names = given.text or list(TEXTS)
    everything = changes(names)
    asked = everything[given.begin :][: given.first]
    print(f"{len(names)} texts, {len({one[:2] for one in everything})} fields, {len(everything)} changes", flush=True)
    tried, wrong = run(asked, given.minutes)
    texts = {name for name, _, _ in asked[:tried]}
    print(f"{tried} changes tried in {len(texts)} texts, {wrong} against the law")
    if tried < len(asked):
        print(f"the time is over; go on with --begin {given.begin + tried}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
