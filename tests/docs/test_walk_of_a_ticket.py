"""The walk of one ticket in the architecture is what happens, in that order, to one that nobody answers in time."""

import re
import sys
from datetime import timedelta
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from django.test import Client

from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.engine import clocks, sealing
from gwarant.notify import delivery
from gwarant.reports.month import month_of
from gwarant.tickets.models import Ticket
from gwarant.web.moment import now

ROOT = Path(__file__).parents[2]
FOLLOWED = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8").partition("## One ticket, followed")[2]
STEPS = re.findall(r"^([a-z]\S+\.py) +(\w+)\(", FOLLOWED.partition("\n## ")[0], re.MULTILINE)


def walked(client: Client, house: World) -> None:
    """The report through its page, then what happens by itself, then the month."""
    form = {"key": "0" * 32, "system": f"SHOP/{house.services['SHOP', 'shop'].key}", "class_id": "critical"}
    client.post("/portal/report", {**form, "title": "Checkout fails", "text": "Every payment ends with an error."})
    with scoped(ENGINE):
        ticket = Ticket.objects.get()
        late = max(one.due_at for one in ticket.clocks.all() if one.due_at) + timedelta(minutes=1)
        clocks.run_once(late)
        delivery.run_once(late)
        sealing.run_once(late)
        assert ticket.version is not None
        month_of(ticket.version.contract, f"{now():%Y-%m}", "en", late)


def test_a_ticket_goes_through_each_step_in_the_order_of_the_picture(client: Client, house: World) -> None:
    called: list[tuple[str, str]] = []
    wanted = {(str(ROOT / "gwarant" / file), name): (file, name) for file, name in STEPS}

    def watch(frame: FrameType, event: str, _: Any) -> None:
        code = frame.f_code
        if event == "call" and (step := wanted.get((code.co_filename, code.co_name))):
            called.append(step)

    client.force_login(house.cyryl)
    sys.setprofile(watch)
    try:
        walked(client, house)
    finally:
        sys.setprofile(None)
    assert len(STEPS) > 12
    left = iter(called)
    missing = [step for step in STEPS if step not in left]  # `in` goes on where the former one was found
    assert missing == []


@pytest.mark.parametrize(("file", "name"), STEPS)
def test_each_step_is_named_once(file: str, name: str) -> None:
    assert STEPS.count((file, name)) == 1
