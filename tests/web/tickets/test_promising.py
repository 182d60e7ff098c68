"""What a report's form promises: for the chosen system, at this moment, and nothing where no contract covers it."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import override

from gwarant.accounts.models import Company
from gwarant.contracts.models import ContractVersion
from gwarant.customers.actions import add_service
from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.web.moment import now
from gwarant.web.tickets.promising import class_choices, promises_for

Send = Callable[..., Any]
FRIDAY = datetime(2026, 12, 4, 16, 0, tzinfo=UTC)  # 17:00 in Warsaw, an hour before the office closes
SATURDAY = datetime(2026, 12, 5, 9, 0, tzinfo=UTC)


def test_each_promise_says_how_long_in_which_hours_and_by_when(house: World) -> None:
    with scoped(ENGINE):
        version = ContractVersion.objects.get(contract__number__startswith="SHOP")
        with override("en"):
            told = {
                (class_, at): promises_for(version, class_, at, "portal", at)
                for class_ in ("critical", "serious")
                for at in (FRIDAY, SATURDAY)
            }
    assert told["critical", SATURDAY] == [
        "an answer within 1 h around the clock: by 11:00 today",
        # it begins with the first answer, which may come at its own deadline
        "news again within 2 h in service hours: by 10:00 on Mon 7 Dec at the latest",
        "working again within 8 h in service hours: by 16:00 on Mon 7 Dec",
        "repaired within 5 working days: by 18:00 on Mon 14 Dec",
    ]
    assert told["serious", FRIDAY][:2] == [
        "an answer within 4 h in service hours: by 11:00 on Mon 7 Dec",
        "working again within 2 working days: by 18:00 on Tue 8 Dec",
    ]


def test_without_a_contract_a_class_promises_nothing() -> None:
    with override("en"):
        told = " ".join(words for _id, words in class_choices(None, FRIDAY, "portal", FRIDAY))
    assert "nobody can work" in told.lower()
    assert not re.search("within|by [0-9]", told)


def test_nothing_is_chosen_beforehand_and_promises_wait_for_the_system_where_they_depend_on_it(
    house: World, visit: Send, send: Send
) -> None:
    for who, address in ((house.cyryl, "/portal/report"), (house.ben, "/desk/tickets/new?customer=SHOP")):
        page = visit(who, address).content.decode()
        assert not re.search(r'name="(class_id|channel)"[^>]* checked', page)
        assert "selected" not in page.replace('value="" selected', "")
        assert 'type="radio" name="class_id"' in page  # whichever system it is, the contract is the same
    with scoped(ENGINE):
        add_service(house.customers["SHOP"], key="blog", name="Blog", environment="production", address="", card="")
    page = visit(house.cyryl, "/portal/report").content.decode()
    assert ('type="radio"' in page, "Najpierw wybierz system" in page) == (False, True)
    typed = {"system": "SHOP/blog", "title": "Basket is empty", "class_id": "serious", "text": "Since noon."}
    page = send(house.cyryl, "/portal/report", **typed, look="1").content.decode()
    assert "umowa" in page
    assert not re.search(r"odpowiedź w ciągu", page, re.IGNORECASE)
    answer = send(house.cyryl, "/portal/report", **{**typed, "system": ""})
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"system"})
    assert "Since noon." in answer.content.decode()


def test_a_call_that_is_written_down_later_is_promised_from_its_own_moment(house: World, send: Send) -> None:
    """Typed in the contract's zone, whatever the reader's; what is over says so, and what cannot be counts from now."""
    came = now().replace(second=0, microsecond=0) - timedelta(minutes=30)
    here = came.astimezone(ZoneInfo("Europe/Warsaw"))
    typed = {"system": "SHOP/shop", "channel": "phone", "title": "Down", "came_at": f"{here:%Y-%m-%dT%H:%M}"}
    place = "/desk/tickets/new?customer=SHOP"
    house.ben.language = "en"
    with scoped(ENGINE):
        house.ben.save(update_fields=["language"])
        version = ContractVersion.objects.get(contract__number__startswith="SHOP")
        with override("en"):
            promised = promises_for(version, "critical", came, "phone", now())
    page = send(house.ben, place, **typed, look="1").content.decode()
    due = came.astimezone(ZoneInfo("Europe/Warsaw")) + timedelta(hours=1)
    assert f"by {due:%H:%M}" in promised[0]
    assert promised[0].partition(" ")[2] in page
    assert "Deadlines are counted from" in page
    refused = send(house.ben, place, **typed)  # what is missing leaves the promises as they were
    assert (refused.status_code, f"by {due:%H:%M}" in refused.content.decode()) == (422, True)
    long_ago = {**typed, "came_at": f"{here - timedelta(hours=3):%Y-%m-%dT%H:%M}"}
    assert "which is over" in send(house.ben, place, **long_ago, look="1").content.decode()
    for absurd in ("", "yesterday", "0001-01-01T00:00", f"{here + timedelta(days=2):%Y-%m-%dT%H:%M}"):
        page = send(house.ben, place, **{**typed, "came_at": absurd}, look="1").content.decode()
        assert ("Deadlines are counted from" in page, "an hour" in page or "1 h" in page) == (False, True)
    with scoped(ENGINE):
        Company.objects.update(zone="America/New_York")
    page = send(house.ben, place, **typed, look="1").content.decode()
    assert f"by {due:%H:%M} {due.tzname()}" in page
