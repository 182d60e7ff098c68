"""Several engines at one outbox."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from django.conf import settings
from django.db import connections
from letters import NOW, plain
from letters_out import mails, news
from post_office import PostOffice

from gwarant.database.scope import ENGINE, scoped
from gwarant.notify.actions import mail
from gwarant.notify.delivery import run_once
from gwarant.notify.models import DeliveryState

MAILS = 24


@pytest.fixture
def waiting(django_db_setup: None, django_db_blocker: object) -> Iterator[list[str]]:
    """Mails that every connection sees; the owner of the tables removes them."""
    keys = [f"engines:{n}" for n in range(MAILS)]
    with django_db_blocker.unblock(), scoped(ENGINE):  # type: ignore[attr-defined]
        for n, key in enumerate(keys):
            mail(f"p{n}@shop.example", "en", news(plain), key=key, customer=None, now=NOW)
        yield keys
        with connections["owner"].cursor() as cursor:
            ours = "SELECT id FROM notify_notice WHERE key LIKE 'engines:%%'"
            cursor.execute(f"DELETE FROM notify_delivery WHERE notice_id IN ({ours})", [])
            cursor.execute("DELETE FROM notify_notice WHERE key LIKE 'engines:%%'", [])
        connections["owner"].close()


def test_engines_at_once_send_each_mail_once(
    waiting: list[str], office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "ENV", replace(settings.ENV, email_url=office.url, email_from="desk@house.example"))

    def engine(_: int) -> int:
        with scoped(ENGINE):
            sent = run_once(NOW)
        connections.close_all()
        return sent

    with ThreadPoolExecutor(3) as pool:
        sent = list(pool.map(engine, range(3)))

    assert sum(sent) == MAILS
    assert sorted(one["To"] for one in office.taken) == sorted(f"p{n}@shop.example" for n in range(MAILS))
    assert mails().filter(notice__key__in=waiting, state=DeliveryState.SENT).count() == MAILS
