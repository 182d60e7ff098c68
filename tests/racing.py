"""Several who do something in the same moment, each by a connection of their own."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier

from django.db import connection, connections

from gwarant.database.scope import ENGINE, scoped


@contextmanager
def committing(blocker: object, *tables: str) -> Iterator[None]:
    """What is done here is committed, so that two connections see it; the owner empties the tables afterwards."""
    with blocker.unblock():  # type: ignore[attr-defined]
        yield
        with connections["owner"].cursor() as cursor:
            cursor.execute(f"TRUNCATE {', '.join(tables)} CASCADE")
        connections["owner"].close()


def at_once(refusals: tuple[type[Exception], ...], *works: Callable[[], object]) -> list[object]:
    """What each gives, or the type of its refusal, all let go together."""
    gate = Barrier(len(works))

    def run(work: Callable[[], object]) -> object:
        try:
            with scoped(ENGINE):
                connection.ensure_connection()
                gate.wait()
                return work()
        except refusals as refusal:
            return type(refusal)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))
