"""An instance of a release that kept no rows of what the parties did about wordings."""

from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from types import SimpleNamespace

from books import NOON
from django.apps import apps
from django.db import connections

from gwarant.accounts.actions import create_user
from gwarant.contracts.models import VersionStatus
from gwarant.customers.models import Customer
from gwarant.ledger.actions import seal
from gwarant.ledger.evidence import evidence_of
from gwarant.ledger.verify import verify
from gwarant.reports.originals import TABLES

agreements = import_module("gwarant.contracts.migrations.0003_agreements")
BY = "(SELECT id FROM accounts_user WHERE email = 'old@x.example')"
CONTRACT = "INSERT INTO contracts_contract (number, title, created_at, customer_id) VALUES ('OPEN-1', '', now(), %s)"
WORDING = (
    "INSERT INTO contracts_contractversion (contract_id, customer_id, version, package, text, fingerprint, "
    "service_keys, status, created_by_id, created_at, changed_at, changed_by_id, offered_at, offered_by_id, "
    "accepted_at, accepted_by_id, accepted_fingerprint) "
    f"SELECT id, customer_id, %s, '', 'text', 'sha256:1', '{{}}', %s, {BY}, now(), %s, {BY}, %s, {BY}, %s, "
    f"{BY}, 'sha256:1' FROM contracts_contract WHERE number = 'OPEN-1'"
)


def test_its_acts_are_written_down_once_and_say_so(open_book: Customer, forge: Callable[..., None]) -> None:
    person = create_user(email="old@x.example", name="Old", now=NOON)
    forge(CONTRACT, open_book.pk)
    for number, status in enumerate((VersionStatus.ACCEPTED, VersionStatus.WITHDRAWN, VersionStatus.DRAFT), 1):
        offered = None if status == VersionStatus.DRAFT else NOON
        accepted = NOON + timedelta(days=1) if status == VersionStatus.ACCEPTED else None
        forge(WORDING, number, status.value, NOON + timedelta(days=2), offered, accepted)
    try:
        for _ in range(2):
            agreements.write_down(apps, SimpleNamespace(connection=connections["owner"]))
        seal(open_book.pk, NOON)
        rows = evidence_of(open_book.pk).agreements
        report = verify([open_book], TABLES)

        assert [one.id for one in rows] == [
            "OPEN-1@1:offered",
            "OPEN-1@2:offered",
            "OPEN-1@1:accepted",
            "OPEN-1@2:withdrawn",
        ]
        assert {(one.source, one.person, one.received == one.at) for one in rows} == {
            ("gwarant-upgrade", person.opaque, True)
        }
        assert report.compared == 4
        assert [one for one in report.problems if "the document that was hashed is gone" not in one] == []
        assert any("happened earlier and were written down at an upgrade" in note for note in report.notes)
    finally:
        for table in ("ledger_seal", "ledger_block", "ledger_unsealed", "ledger_salt", "ledger_row"):
            if table != "ledger_unsealed":
                forge(f"DELETE FROM {table} WHERE customer_id = %s", open_book.pk)
        forge("DELETE FROM contracts_contractversion WHERE contract_id = (SELECT id FROM contracts_contract "
              "WHERE number = 'OPEN-1')")  # fmt: skip
        forge("DELETE FROM contracts_contract WHERE number = 'OPEN-1'")
        forge("DELETE FROM account_emailaddress WHERE user_id = %s", person.pk)
        forge("DELETE FROM accounts_user WHERE id = %s", person.pk)
