"""A chain that does not hold is told to whoever leads the house, once a day, in their language."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from letters_out import mails

from gwarant.accounts.models import StaffRole, User
from gwarant.engine.letters import tell_of_broken_ledger
from gwarant.ledger.report import Report

NOW = datetime(2026, 6, 1, 3, 0, tzinfo=UTC)
BROKEN = Report(customers=1, problems=("SHOP: e7 was changed since it was sealed",))


@pytest.mark.usefixtures("engine")
def test_owners_and_managers_hear_of_it_once_a_day(world: Any) -> None:
    leaders = set(User.objects.filter(staff_role__in=(StaffRole.OWNER, StaffRole.MANAGER)).values_list("pk", flat=True))
    before = mails().count()
    tell_of_broken_ledger(BROKEN, now=NOW)
    tell_of_broken_ledger(BROKEN, now=NOW + timedelta(hours=2))
    told = mails().filter(notice__key__startswith="ledger:")
    assert set(told.values_list("notice__user", flat=True)) == leaders
    assert mails().count() == before + len(leaders)
    assert all("SHOP: e7" in one.text for one in told)
    tell_of_broken_ledger(BROKEN, now=NOW + timedelta(days=1))
    assert mails().count() == before + 2 * len(leaders)


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize(("language", "subject"), [("pl", "Rejestr dowodów"), ("en", "The evidence ledger")])
def test_it_is_written_in_their_language(world: Any, language: str, subject: str) -> None:
    User.objects.filter(staff_role=StaffRole.OWNER).update(language=language)
    tell_of_broken_ledger(BROKEN, now=NOW)
    assert mails().get(notice__key__startswith="ledger:", notice__user__staff_role="owner").subject.startswith(subject)
