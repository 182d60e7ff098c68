"""The hostile drill: what whoever owns the database may do to evidence, and what verification says of it.

`bin/drill --forge` does the same for real and prints it as a table, by the command itself.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from booked import BOOKED
from days import DAYS
from django.db import connection, connections, transaction
from field import lay_out
from filed import FILED
from forgeries import FORGERIES, Forgery, forge
from openings import OPENINGS
from pg import discard, test_server
from service import START, migrated, point_at, settings_for

from gwarant.cli.evidence_kept import verify
from gwarant.database import guards, roles
from gwarant.database.scope import ENGINE, scoped
from gwarant.ledger.anchor import Known
from gwarant.ledger.book_check import checked
from gwarant.ledger.models import HouseSeal
from gwarant.reports.anchors import anchors
from gwarant.reports.originals import TABLES

pytestmark = pytest.mark.together

LATE = "rows were sealed more than a day after they say that they were received"


@pytest.fixture(scope="module")
def field(pytestconfig: pytest.Config, django_db_setup: None, django_db_blocker: object) -> Iterator[None]:
    """A server of this module's own with a house in it, where Django's connection is the superuser's."""
    former = {alias: dict(connections[alias].settings_dict) for alias in ("default", "owner")}
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        server = test_server(Path(pytestconfig.cache.mkdir("postgres")), migrated)
        leave()
        point_at(server)
        lay_out(START)
        leave()
        connections["default"].settings_dict.update(settings_for(server.dsn(roles.ADMIN)))
        yield
        leave()
        for alias, settings in former.items():
            connections[alias].settings_dict.update(settings)
    discard(server)


@pytest.fixture
def forger(field: None, django_db_blocker: object) -> Iterator[None]:
    """A transaction of the superuser that leaves nothing behind."""
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        yield
        transaction.set_rollback(True)


def leave() -> None:
    connections.close_all()
    connections["default"].close_pool()  # type: ignore[attr-defined]


def held() -> list[Known]:
    """The heads that somebody noted yesterday."""
    with scoped(ENGINE):
        return [Known(one.head, one.customer, one.block) for one in anchors()]


@pytest.mark.usefixtures("forger")
def test_nothing_is_found_where_nothing_was_forged() -> None:
    report = verify("", held())

    assert report.problems == ()
    assert [LATE in note for note in report.notes] == [True, True]
    assert report.blocks == 4 + 2
    assert report.compared == report.rows


@pytest.mark.usefixtures("forger")
@pytest.mark.parametrize("one", [*FORGERIES, *FILED, *DAYS], ids=lambda one: one.name)
def test_every_forgery_is_found(one: Forgery) -> None:
    noted = held() if one.by_head or one.by_note else []
    with connection.cursor() as cursor:
        forge(cursor, one)
    alone = verify("")

    assert alone.is_fine == bool(noted), alone.problems
    found = verify("", noted) if noted else alone  # whoever holds heads is told the same and more
    told = found.notes if one.by_note else found.problems
    assert any(one.says in words for words in told), told


@pytest.mark.usefixtures("forger")
@pytest.mark.parametrize("one", BOOKED, ids=lambda one: one.name)
def test_every_forgery_of_the_houses_own_book_is_found(one: Forgery) -> None:
    """The book alone is looked at, which costs little; that the whole verification looks at it shows the next test."""
    with scoped(ENGINE):
        with connection.cursor() as cursor:
            forge(cursor, one)
        found = checked(TABLES, [], None)
        assert any(one.says in words for words in found.problems), found.problems


@pytest.mark.usefixtures("forger")
@pytest.mark.parametrize("one", OPENINGS, ids=lambda one: one.name)
def test_every_opening_of_the_database_is_found(one: Forgery) -> None:
    """The guards alone are looked at, which costs little; that the whole verification looks at them shows the next."""
    with scoped(ENGINE):
        with connection.cursor() as cursor:
            forge(cursor, one)
        found = list(guards.faults())
    assert any(one.says in words for words in found), found


@pytest.mark.usefixtures("forger")
def test_the_whole_verification_looks_at_the_guards() -> None:
    one = OPENINGS[0]
    with connection.cursor() as cursor:
        forge(cursor, one)
    report = verify("")
    assert not report.is_fine
    assert all(one.says in problem for problem in report.problems), report.problems


@pytest.mark.usefixtures("forger")
def test_the_whole_verification_reads_the_houses_own_book() -> None:
    head = HouseSeal.objects.order_by("-position").values_list("hash", flat=True)[0]
    with connection.cursor() as cursor:
        forge(cursor, next(one for one in BOOKED if "vanishes" in one.name))
    report = verify("", [Known(head)])
    assert not report.is_fine
    assert all(problem.startswith("the house's book: mail") for problem in report.problems), "the head is held still"


@pytest.mark.usefixtures("forger")
def test_a_customer_who_vanishes_with_all_they_had_is_known_by_a_head() -> None:
    theirs = [one for one in held() if one.customer == "CLINIC"]

    assert verify("CLINIC", theirs).is_fine
    (problem,) = verify("SHOP", theirs).problems
    assert problem.endswith("belongs to CLINIC, whose chain is not here")
