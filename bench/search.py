"""How long a search takes among many tickets: by the real server, several readers at once; beside it the processor.

bin/uv run bench/search.py [--tickets 100000] [--messages 5] [--readers 4] [--rounds 40]

The tickets are made by SQL, their words by the product's own code: texts of a vocabulary of 30,000 Polish and English
words that are as unequally frequent as words are. Each text stands in five tickets, under other numbers. Of the readers
three are of the house, one is a customer's. What is measured is the answer that stands in place while somebody types.
"""

import argparse
import os
import platform
import random
import socket
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import accumulate
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import OpenerDirector, Request

import psycopg
from instance import instance
from pages import signed_in, wait_for

from gwarant.cli.service import load, program

START = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)
COPIES, CUSTOMERS = 5, 100
TICKETS = """
INSERT INTO tickets_ticket (id, key, customer_id, service_id, title, class_id, status, channel, reported_at, changed_at,
  events_count, absorbed, followers)
SELECT n, c.key || '-' || (100 + n), c.id, s.id, t.title, 'serious',
  CASE WHEN n %% 20 = 0 THEN 'open' WHEN n %% 333 = 0 THEN 'aside' ELSE 'closed' END, 'portal',
  at, at, 6, '{}', '{}'
FROM made_texts t CROSS JOIN generate_series(0, %(copies)s - 1) k
CROSS JOIN LATERAL (SELECT 1000 + t.id * %(copies)s + k AS n) x
CROSS JOIN LATERAL (SELECT timestamptz '2026-01-01' + n * interval '5 minutes' AS at) y
JOIN LATERAL (SELECT id, key FROM customers_customer ORDER BY id OFFSET n %% %(customers)s LIMIT 1) c ON true
LEFT JOIN LATERAL (SELECT id FROM customers_service WHERE customer_id = c.id ORDER BY id LIMIT 1) s ON true
"""
MESSAGES = """
INSERT INTO tickets_message (id, event_id, ticket_id, customer_id, is_public, title, contact, body)
SELECT t.id * 100 + m.number, t.id * 100 + m.number, t.id, t.customer_id, m.number %% 5 <> 4, '', '', m.body
FROM tickets_ticket t JOIN made_messages m ON m.text = (t.id - 1000) / %(copies)s WHERE t.id >= 1000
"""
WORDS = """
INSERT INTO tickets_ticketwords (ticket_id, customer_id, for_house, for_customer, part, title, words, places, maker)
SELECT t.id, t.customer_id, w.for_house, w.for_customer, 1, w.title::tsvector || numbered.told,
  w.words::tsvector || numbered.told, w.places + 9, %(maker)s
FROM tickets_ticket t JOIN made_words w ON w.text = (t.id - 1000) / %(copies)s
CROSS JOIN LATERAL (SELECT format('%%L:1A %%L:2A %%L:3', lower(split_part(t.key, '-', 1)), split_part(t.key, '-', 2),
  '#' || t.customer_id)::tsvector AS told) numbered WHERE t.id >= 1000
"""
INDEXES = """
SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'tickets_ticketwords' AND indexdef LIKE '%USING gin%'
"""  # built at the end, which takes a tenth of the time
COPY_CUSTOMERS = """
INSERT INTO customers_customer (id, key, name, nip, language, next_ticket, created_at)
SELECT 1000000 + k, 'BULK' || k, 'Customer ' || k, '', 'pl', 1, now() FROM generate_series(1, %s) k
"""
INBOUND = {
    "one rare word": lambda words, chance: words.rare(chance),
    "one usual word": lambda words, chance: words.usual(chance),
    "the most frequent": lambda words, chance: words.all[chance.randrange(3)],
    "three words": lambda words, chance: " ".join((words.usual(chance), words.usual(chance), words.all[5])),
    "unfinished": lambda words, chance: words.usual(chance)[:4],
    "a phrase": lambda words, chance: f'"{words.text(chance, 2)}"',
    "a number": lambda words, chance: f"SHOP-{1100 + 100 * chance.randrange(200)}",
    "a name": lambda words, chance: chance.choice(("czarnecka", "beniamin", "zawada")),
    "a mistyped name": lambda words, chance: chance.choice(("czarnekca", "beniamni", "zawaad")),
    "filter and word": lambda words, chance: f"stan:otwarte {words.all[chance.randrange(40)]}",
    "customer and word": lambda words, chance: f"klient:shop {words.all[chance.randrange(40)]}",
    "filters alone": lambda words, chance: "stan:otwarte klient:shop",
    "nothing": lambda words, chance: "hydrozagadka",
}


@dataclass
class Words:
    """Words by how often they stand, the most frequent first; the k-th stands a k-th as often as the first."""

    all: list[str]
    sums: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.sums = list(accumulate(1 / (10 + place) for place in range(len(self.all))))

    def text(self, chance: random.Random, many: int) -> str:
        return " ".join(chance.choices(self.all, cum_weights=self.sums, k=many))

    def usual(self, chance: random.Random) -> str:
        return chance.choice(self.all[20:600])

    def rare(self, chance: random.Random) -> str:
        return chance.choice(self.all[3000:20_000])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tickets", type=int, default=100_000)
    parser.add_argument("--messages", type=int, default=5)
    parser.add_argument("--readers", type=int, default=4)
    parser.add_argument("--rounds", type=int, default=40)
    given = parser.parse_args()
    with instance(fast=True) as (server, _state):
        words = Words(_vocabulary())
        _cast()
        began = time.process_time()
        with psycopg.connect(_admin(server), autocommit=True) as connection:
            _fill(connection, words, given.tickets, given.messages)
            told = connection.execute(
                "SELECT (SELECT count(*) FROM tickets_ticket), (SELECT count(*) FROM tickets_message), "
                "pg_table_size('tickets_ticketwords') / 1e6, pg_indexes_size('tickets_ticketwords') / 1e6"
            ).fetchone()
        print(f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, {given.readers} readers")
        print("{} tickets, {} messages; words: table {:.0f} MB, indexes {:.0f} MB".format(*told))
        print(f"made with {time.process_time() - began:.0f} s of a processor beside the database's")
        with _served() as (address, worker):
            _measure(address, worker, server, words, given.readers, given.rounds)


def _vocabulary() -> list[str]:
    making = load("gwarant.wordforms.making")
    chance, found = random.Random(1), []
    for language, many in (("pl", 25_000), ("en", 5_000)):
        known = making.DefaultDictionaryFactory().get_dictionary(language)
        every = [one for place, one in enumerate(known) if place % 97 == 0 and one.isalpha() and 3 < len(one) < 12]
        found += chance.sample(every, min(many, len(every)))
    chance.shuffle(found)
    return found


def _cast() -> None:
    cast, scope = load("gwarant.demo.cast"), load("gwarant.database.scope")
    with scope.scoped(scope.ENGINE):
        cast.make_cast(START)


def _admin(server: Any) -> str:
    return str(server.dsn(load("gwarant.database.roles").ADMIN, load("gwarant.database.embedded").DATABASE))


def _fill(connection: Any, words: Words, tickets: int, messages: int) -> None:
    vector = load("gwarant.wordforms.vector")
    run = connection.execute
    run("SET session_replication_role = replica")
    run("CREATE TEMP TABLE made_texts (id bigint, title text)")
    run("CREATE TEMP TABLE made_messages (text bigint, number int, body text)")
    sides = "for_house bool, for_customer bool"
    run(f"CREATE TEMP TABLE made_words (text bigint, {sides}, title text, words text, places int)")
    chance = random.Random(2)
    for text in range(tickets // COPIES):
        title = words.text(chance, 5)
        bodies = [words.text(chance, chance.randint(10, 70)) for _ in range(messages)]
        notes = [place for place in range(messages) if place % 5 == 4]
        _copy(connection, "made_texts", [(text, title)])
        _copy(connection, "made_messages", [(text, place, body) for place, body in enumerate(bodies)])
        public = [(body, "C") for place, body in enumerate(bodies) if place not in notes]
        every = [(body, "C") for body in bodies]
        sides = [(True, True, every)] if not notes else [(True, False, every), (False, True, public)]
        head = [(title, "A")]
        for for_house, for_customer, texts in sides:
            (short,), (long,) = vector.vectors_of(head), vector.vectors_of([*head, *texts])
            _copy(connection, "made_words", [(text, for_house, for_customer, str(short), str(long), long.last)])
    _flush(connection)
    run(COPY_CUSTOMERS, [CUSTOMERS - 4])
    told = {"copies": COPIES, "customers": CUSTOMERS, "maker": load("gwarant.wordforms.dictionary").maker()}
    indexes = run(INDEXES).fetchall()
    run("".join(f"DROP INDEX {name};" for name, _ in indexes))
    run("SET maintenance_work_mem = '256MB'")
    for statement in (TICKETS, MESSAGES, WORDS):
        run(statement, told)
    run("".join(f"{made};" for _, made in indexes))
    connection.execute("VACUUM ANALYZE")


_WAITING: dict[str, list[tuple[Any, ...]]] = defaultdict(list)


def _copy(connection: Any, table: str, rows: list[tuple[Any, ...]]) -> None:
    _WAITING[table] += rows
    if len(_WAITING[table]) > 5000:
        _flush(connection)


def _flush(connection: Any) -> None:
    for table, rows in _WAITING.items():
        with connection.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
    _WAITING.clear()


@contextmanager
def _served() -> Iterator[tuple[str, int]]:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    log = Path(os.environ["GWARANT_STATE_DIR"]) / "web.log"
    with log.open("wb") as out:
        web = subprocess.Popen(program("web", "--port", str(port)), stdout=out, stderr=out)
        try:
            wait_for(f"http://127.0.0.1:{port}/healthz", web)
            yield f"http://127.0.0.1:{port}", web.pid
        except SystemExit:
            print(log.read_text(), file=sys.stderr)
            raise
        finally:
            web.terminate()
            web.wait(30)


def _measure(address: str, web: int, server: Any, words: Words, readers: int, rounds: int) -> None:
    people = [("ben@house.example", "desk"), ("olga@house.example", "desk"), ("cora@shop.example", "portal")]
    browsers = [(signed_in(address, people[n % 3][0]), people[n % 3][1]) for n in range(readers)]
    print(f"memory of the web worker before: {_memory(web):.0f} MB")
    for browser, side in browsers:
        _ask(browser, address, side, "karta")
    taken: dict[str, list[float]] = defaultdict(list)
    before, began = _processor(web, server), time.monotonic()
    threads = [
        threading.Thread(target=_read, args=(browser, address, side, words, rounds, number, taken))
        for number, (browser, side) in enumerate(browsers)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    wall = time.monotonic() - began
    spent = [after - former for after, former in zip(_processor(web, server), before, strict=True)]
    every = sorted(one for own in taken.values() for one in own)
    print(f"{'':20}{'p50 ms':>8}{'p95 ms':>8}{'most':>8}")
    for name, own in [*taken.items(), ("all", every)]:
        ranks = sorted(own)
        at = [ranks[len(ranks) // 2], ranks[int(len(ranks) * 0.95)], ranks[-1]]
        print(f"{name:20}" + "".join(f"{1000 * one:8.0f}" for one in at))
    pages, database = (1000 * one / len(every) for one in spent)
    print(f"{len(every)} searches in {wall:.1f} s, load {os.getloadavg()[0]:.1f}")
    print(f"processor a search: web {pages:.1f} ms, PostgreSQL {database:.1f} ms")
    print(f"memory of the web worker after: {_memory(web):.0f} MB")


Taken = dict[str, list[float]]


def _read(browser: OpenerDirector, address: str, side: str, words: Words, rounds: int, seed: int, taken: Taken) -> None:
    chance = random.Random(seed)
    for _ in range(rounds):
        for name, make in INBOUND.items():
            asked = make(words, chance)
            began = time.perf_counter()
            _ask(browser, address, side, asked)
            taken[name].append(time.perf_counter() - began)


def _ask(browser: OpenerDirector, address: str, side: str, asked: str) -> str:
    request = Request(f"{address}/{side}/search?{urlencode({'q': asked})}", headers={"HX-Request": "true"})
    try:
        with browser.open(request) as answer:
            return str(answer.read().decode())
    except HTTPError as error:
        raise SystemExit(f"{asked}: {error}") from error


def _family(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(one for child in children for one in _family(int(child)))]


def _seconds(pid: int) -> float:
    told = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(int(one) for one in told[11:15]) / os.sysconf("SC_CLK_TCK")  # also of children that have ended


def _processor(web: int, server: Any) -> tuple[float, float]:
    """Seconds of the web server with its worker, and of the database server with its own."""
    root = int((Path(server.data) / "postmaster.pid").read_text().split()[0])
    return sum(map(_seconds, _family(web))), sum(map(_seconds, _family(root)))


def _memory(web: int) -> float:
    """PSS of the worker in MB: the largest of the family."""
    found = []
    for pid in _family(web):
        told = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        found.append(next(int(line.split()[1]) for line in told if line.startswith("Pss:")) / 1000)
    return max(found)


if __name__ == "__main__":
    main()
