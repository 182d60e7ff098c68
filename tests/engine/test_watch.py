"""What wakes an idle engine: whatever a sweep would do at once is told of it, and nothing else."""

import select
from datetime import timedelta

from letters_in import door, mail

from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.engine import watch
from gwarant.engine.bell import Bell
from gwarant.engine.clock import clock
from gwarant.engine.sealing import GATHERED
from gwarant.engine.sweeps import LANES, SWEEPS
from gwarant.files.store import store
from gwarant.intake.models import Way
from gwarant.intake.receive import keep
from gwarant.notify.models import Delivery


def test_each_sweep_that_is_told_of_is_one_and_its_lane_alone_is_woken() -> None:
    assert {sweep for sweep, _rows in watch.DUE} <= set(SWEEPS)
    bells = {lane: Bell() for lane in LANES}
    watch.ring(bells, {"outbox", "calls"})
    rung = select.select(list(bells.values()), [], [], 0)[0]
    assert [lane for lane, bell in bells.items() if bell in rung] == [
        one for one in LANES if {"outbox", "calls"} & {*one}
    ]


def test_what_a_sweep_would_do_is_told_and_once_it_is_done_no_more(house: World) -> None:
    door(house)
    now = clock() + timedelta(minutes=1)
    with scoped(ENGINE):
        Delivery.objects.filter(state="queued").update(state="sent", due_at=None)
        while SWEEPS["sealing"](now):
            pass
        before = watch.due(now)
        assert not {"mail_in", "mail_in_large", "outbox", "sealing"} & before
        told = {"way": Way.LMTP, "box": "shop@house.example", "sender": "cora@shop.example", "now": clock()}
        keep(store(mail()), **told)
        assert watch.due(clock()) - before == {"mail_in", "mail_in_large"}  # its line in the book is a moment old
        assert watch.due(now) - before == {"mail_in", "mail_in_large", "sealing"}
        assert SWEEPS["mail_in"](clock()) == 1
        assert watch.due(now) - before == {"outbox", "sealing"}
        while SWEEPS["sealing"](now):
            pass
        assert "sealing" not in watch.due(now - GATHERED)
        assert "clocks" in watch.due(now + timedelta(days=30))
