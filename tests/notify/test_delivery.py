"""The outbox: written once, sent at least once, given up in the end, and never a hindrance to others."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.utils.translation import override
from letters import NOW, clocked, plain
from letters_out import mails, news

from gwarant.notify import delivery
from gwarant.notify.actions import mail, mark_all_read, mark_read, retry, tell
from gwarant.notify.delivery import parcel_of, run_once, wait_after
from gwarant.notify.marks import ticket_in
from gwarant.notify.media import MEDIA
from gwarant.notify.media import mail as by_mail
from gwarant.notify.mime import message_id
from gwarant.notify.models import Delivery, DeliveryState, Notice

PACE = MEDIA["mail"].pace
pytestmark = pytest.mark.usefixtures("engine")


@pytest.fixture(autouse=True)
def _to_the_office(office, monkeypatch):
    monkeypatch.setattr(settings, "ENV", replace(settings.ENV, email_url=office.url, email_from="desk@house.example"))


def told(world, *names, key="SHOP-42:1", write=clocked):
    people = [world.people[name] for name in names]
    return tell(people, news(write), key=key, customer=world.customers["SHOP"], now=NOW)


def outbox():
    return mails().get()


def test_each_person_gets_a_mail_and_an_inbox_item_in_their_language(world):
    assert told(world, "ben", "cora", write=plain) == 2

    assert set(mails().values_list("payload__subject", "language")) == {
        ("[SHOP-42] Reply", "en"),
        ("[SHOP-42] Odpowiedź", "pl"),
    }
    assert Notice.objects.count() == 2
    assert Delivery.objects.filter(medium="inbox", state=DeliveryState.SENT, sent_at=NOW).count() == 2


def test_the_same_is_told_once_whoever_was_told_before(world):
    assert told(world, "ben", "ben") == 1
    assert told(world, "ben", "alice") == 1
    assert told(world, "ben", "alice") == 0

    assert mails().count() == Notice.objects.count() == 2


def test_who_left_is_told_nothing(world):
    world.ben.is_active = False

    assert told(world, "ben") == 0
    assert not mails().exists()


def test_a_mail_is_sent_with_words_html_and_the_bar(world, office):
    told(world, "ben")

    assert run_once(NOW) == 1
    (sent,) = office.taken
    assert sent["To"] == "ben@house.example"
    assert sent["Message-ID"] == message_id(parcel_of(outbox()), "desk@house.example")
    assert ticket_in([sent["Message-ID"]]) == ticket_in([sent["References"]]) == "SHOP-42"
    assert [one.get_content_type() for one in sent.walk()] == [
        "multipart/alternative",
        "text/plain",
        "multipart/related",
        "text/html",
        "image/png",
    ]
    html, picture = list(sent.walk())[-2:]
    assert f"cid:{picture['Content-ID'].strip('<>')}" in html.get_content()
    assert (outbox().state, outbox().due_at, outbox().sent_at) == (DeliveryState.SENT, None, NOW)


def test_a_mail_that_was_sent_is_not_sent_again(world, office):
    told(world, "ben")

    assert [run_once(NOW), run_once(NOW + timedelta(days=1))] == [1, 0]
    assert len(office.taken) == 1


def test_a_mail_that_is_refused_for_now_waits_longer_each_time_and_is_given_up_in_the_end(world, office):
    office.on_data = "451 busy"
    told(world, "ben")
    at, waits = NOW, []
    for _ in range(len(PACE.back_off)):
        assert run_once(at) == 0
        waits.append(outbox().due_at - at)
        assert run_once(outbox().due_at - timedelta(seconds=1)) == 0
        at = outbox().due_at

    assert all(0.9 * usual <= wait <= 1.1 * usual for wait, usual in zip(waits, PACE.back_off, strict=True))
    run_once(at)
    assert (outbox().state, outbox().due_at, outbox().last_error) == (DeliveryState.DEAD, None, "451 busy")
    assert outbox().attempts == 7


def test_what_is_refused_for_ever_is_given_up_at_once(world, office):
    office.on_rcpt = "550 no such person"
    told(world, "ben")
    run_once(NOW)

    assert (outbox().state, outbox().attempts, outbox().last_error) == (DeliveryState.DEAD, 1, "550 no such person")


def test_one_that_fails_stops_no_other(world, office, monkeypatch):
    office.refused = {"ben@house.example": "550 no", "alice@house.example": "451 later"}
    told(world, "ben", "alice", "cora", "celina")
    broken = mails().get(address="celina@shop.example")
    drawn = by_mail.packed
    monkeypatch.setattr(
        by_mail, "packed", lambda parcel, *other: 1 / 0 if parcel.key == broken.notice.key else drawn(parcel, *other)
    )

    assert run_once(NOW) == 1
    assert [one["To"] for one in office.taken] == ["cora@shop.example"]
    broken.refresh_from_db()
    assert broken.last_error == "ZeroDivisionError: division by zero"
    assert broken.state == DeliveryState.QUEUED


def test_a_dead_mail_is_retried_when_somebody_asks(world, office):
    office.on_rcpt = "550 no"
    told(world, "ben")
    run_once(NOW)
    office.on_rcpt = "250 OK"

    assert retry(outbox(), now=NOW)
    assert not retry(outbox(), now=NOW)
    assert run_once(NOW) == 1


def test_an_engine_that_was_killed_while_sending_leaves_the_mail_due_again(world, office, monkeypatch):
    told(world, "ben")

    def killed(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(by_mail, "packed", killed)
    with pytest.raises(KeyboardInterrupt):
        run_once(NOW)
    monkeypatch.undo()
    monkeypatch.setattr(settings, "ENV", replace(settings.ENV, email_url=office.url, email_from="desk@house.example"))

    assert run_once(NOW + PACE.lease - timedelta(seconds=1)) == 0
    assert run_once(NOW + PACE.lease) == 1


def test_a_mail_that_kills_its_engine_each_time_is_given_up(world, office):
    told(world, "ben")
    mails().update(attempts=len(PACE.back_off) + 1)

    assert run_once(NOW) == 0
    assert outbox().state == DeliveryState.DEAD
    assert office.taken == []


def test_a_mail_that_another_engine_took_meanwhile_is_left_to_it(world, office):
    told(world, "ben")
    seen = outbox()
    mails().update(due_at=NOW + PACE.lease)

    assert delivery._taken(seen, PACE, NOW) is None


def test_a_server_that_hangs_up_after_taking_it_gets_it_again_under_the_same_id(world, office):
    office.hangs_up_after_taking = True
    told(world, "ben")
    run_once(NOW)
    office.hangs_up_after_taking = False
    run_once(outbox().due_at)

    first, second = office.taken
    assert first["Message-ID"] == second["Message-ID"]


def test_a_round_ends_in_time_for_its_leases(world, office, monkeypatch):
    monkeypatch.setitem(MEDIA, "mail", replace(MEDIA["mail"], pace=replace(PACE, budget=-1.0)))
    told(world, "ben")

    assert run_once(NOW) == 0
    assert outbox().attempts == 0


def test_what_a_round_has_no_time_for_is_given_back_and_was_not_tried(world, office, monkeypatch):
    told(world, "ben", "cora")
    moments = iter([0.0, 0.0, 0.0, 0.0, 99.0, 99.0])
    monkeypatch.setattr(delivery, "monotonic", lambda: next(moments))

    assert run_once(NOW) == 1
    assert list(mails().order_by("pk").values_list("state", "due_at", "attempts")) == [
        (DeliveryState.SENT, None, 1),
        (DeliveryState.QUEUED, NOW, 0),
    ]


def test_what_is_withdrawn_while_those_before_it_go_out_slowly_stays(world, office, monkeypatch):
    told(world, "ben", "cora")
    moments = iter([0.0, 0.0, 0.0, 5.0, 5.0, 5.0, 5.0])
    monkeypatch.setattr(delivery, "monotonic", lambda: next(moments))
    monkeypatch.setattr(
        delivery, "dead", lambda _: mails().filter(address__startswith="cora").update(state="withdrawn") and {}
    )

    assert run_once(NOW) == 1
    assert [one["To"] for one in office.taken] == ["ben@house.example"]


def test_what_was_tried_before_is_taken_alone_and_new_mail_together(world):
    told(world, "ben", "cora", "alice", "celina")
    mails().filter(address__startswith="alice").update(attempts=2)
    seen, shares = list(mails().order_by("pk")), []
    while seen:
        own, seen = delivery._together(seen)
        shares.append([one.address.partition("@")[0] for one in own])

    assert shares == [["ben", "cora"], ["alice"], ["celina"]]


def test_a_bar_that_cannot_be_drawn_is_left_out(world, office):
    told(world, "ben")
    mails().update(payload={**outbox().payload, "picture": "<svg"})

    assert run_once(NOW) == 1
    assert "image/png" not in [one.get_content_type() for one in office.taken[0].walk()]


def test_a_personal_link_is_wiped_once_it_is_sent(office):
    assert mail("new@shop.example", "pl", news(clocked), key="reset:1", customer=None, now=NOW)
    assert not mail("new@shop.example", "pl", news(clocked), key="reset:1", customer=None, now=NOW)
    assert "SHOP-42" in outbox().text

    run_once(NOW)
    assert set(outbox().payload) == {"subject"}
    assert outbox().notice.facts == {}
    assert "SHOP-42" in office.taken[0].get_body(("plain",)).get_content()


def test_reading_counts_once(world):
    told(world, "ben")
    told(world, "ben", key="SHOP-42:2")
    item = Notice.objects.earliest("pk")
    mark_read(item, now=NOW)
    mark_read(item, now=NOW + timedelta(days=1))

    item.refresh_from_db()
    assert item.read_at == NOW
    assert mark_all_read(world.ben, now=NOW) == 1
    assert mark_all_read(world.ben, now=NOW) == 0


def test_waiting_is_spread_and_the_same_for_the_same_mail():
    waits = {wait_after(1, f"key {n}", PACE) for n in range(50)}

    assert len(waits) > 25
    assert wait_after(3, "x", PACE) == wait_after(3, "x", PACE)
    assert wait_after(7, "x", PACE) is None


def test_no_sender_waits_for_the_pictures_of_another():
    with ThreadPoolExecutor(4) as pool:
        drawn = list(
            pool.map(lambda n: len(by_mail.png_of('<svg xmlns="http://www.w3.org/2000/svg"/>', 100)), range(8))
        )
    assert len(set(drawn)) == 1


def test_what_an_earlier_release_kept_in_words_of_its_own_is_read_in_the_readers_language(world):
    told(world, "ben", "cora", "olga", write=plain)
    kept = (
        "no mail goes to this address since one came back: 5.1.1 No such user",
        "the engine ended each time it was sent",
        "550 no such person",
    )
    for row, words in zip(mails().order_by("pk"), kept, strict=True):
        mails().filter(pk=row.pk).update(last_error=words)
    import_module("gwarant.notify.migrations.0008_failure").name(apps, SimpleNamespace(connection=connection))
    with override("pl"):
        assert [one.went_wrong for one in mails().order_by("pk")] == [
            "Pod ten adres poczta nie wychodzi, odkąd jedna wiadomość wróciła: 5.1.1 No such user",
            "Silnik kończył pracę przy każdej próbie wysłania.",
            "550 no such person",
        ]
