"""What the first release told and had still to send: every item is a notice, every mail a delivery, nothing twice."""

from collections import Counter
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from first import First

from gwarant.accounts.models import User
from gwarant.database.scope import ENGINE, scoped
from gwarant.notify.models import Delivery, Notice

pytestmark = [pytest.mark.usefixtures("instance"), pytest.mark.together]
SAME = ("id", "key", "user_id", "customer_id")


@pytest.fixture
def items(first: First) -> dict[int, dict[str, Any]]:
    return {row["id"]: row for row in first.tables["notify_inboxitem"]}


def test_every_item_of_an_inbox_is_a_notice_under_its_number(items: dict[int, dict[str, Any]]) -> None:
    with scoped(ENGINE):
        notices = {one.pk: one for one in Notice.objects.all()}
    for pk, row in items.items():
        own = notices[pk]
        assert {name: getattr(own, name) for name in SAME} == {name: row[name] for name in SAME}
        assert {name: own.facts[name] for name in ("subject", "line", "path", "tone")}.items() <= row.items()
        assert own.created_at == datetime.fromisoformat(row["created_at"])
        assert own.read_at is None if row["read_at"] is None else own.read_at is not None


def test_every_item_arrived_in_its_inbox_once(items: dict[int, dict[str, Any]]) -> None:
    with scoped(ENGINE):
        arrived = list(Delivery.objects.filter(medium="inbox").values_list("notice_id", "state"))
    assert sorted(arrived) == sorted((pk, "sent") for pk in items)


def test_every_mail_is_a_delivery_under_its_number_and_stands_where_it_stood(first: First) -> None:
    rows = first.tables["notify_outbox"]
    with scoped(ENGINE):
        mails = {one.pk: one for one in Delivery.objects.filter(medium="mail").select_related("notice")}
    assert sorted(mails) == sorted(row["id"] for row in rows)
    for row in rows:
        own = mails[row["id"]]
        assert (own.notice.key, own.notice.user_id) == (row["key"], row["user_id"])
        alone = (row["address"], row["language"], True) if row["user_id"] is None else ("", "", False)
        assert (own.notice.address, own.notice.language, own.notice.is_personal) == alone
        assert (own.address, own.language, own.state, own.attempts) == (
            row["address"],
            row["language"],
            row["state"],
            row["attempts"],
        )
        assert own.due_at == (datetime.fromisoformat(row["due_at"]) if row["due_at"] else None)
        assert {name: own.payload[name] for name in ("subject", "text", "html", "picture", "thread")}.items() <= (
            row.items()
        )


def test_what_was_told_of_a_ticket_stands_under_its_ticket(items: dict[int, dict[str, Any]]) -> None:
    tickets = Counter(row["path"].rsplit("/", 1)[1] for row in items.values() if "/tickets/" in row["path"])
    with scoped(ENGINE):
        assert Counter(Notice.objects.filter(about="ticket").values_list("ref", flat=True)) == tickets
        assert set(Notice.objects.filter(about="contract").values_list("kind", flat=True)) == {"offer", "contract"}


def test_its_people_read_their_inbox_as_it_was_written() -> None:
    with scoped(ENGINE):
        cora = User.objects.get(email="cora@shop.example")
    client = Client()
    client.force_login(cora, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "czeka na akceptację" in client.get("/inbox").content.decode()
