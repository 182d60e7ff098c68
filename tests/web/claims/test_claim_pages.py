"""The client claims at the portal with one question; the house decides at the desk; what was typed comes back."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from html import unescape
from typing import Any

import pytest
from june import CLOSED, shop_was_down

from gwarant.contracts.models import Contract
from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.reports.actions import close
from gwarant.reports.claims.models import AmountStep
from gwarant.web.claims import desk, page, portal
from gwarant.web.months import account, door, month
from gwarant.web.portal.views import home as start

Send = Callable[..., Any]
MONTH = "contracts/SHOP-2026-01/months/2026-06"
CLAIMS, DESK = f"/portal/{MONTH}/claims", f"/desk/{MONTH}/claims"
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def june(house: World, at: Callable[[datetime], None]) -> None:
    """A closed June whose credit can be claimed, four days after its end."""
    with scoped(ENGINE):
        shop_was_down(house)
        close(Contract.objects.get(number="SHOP-2026-01"), "2026-06", by=house.olga, now=CLOSED)
    at(CLOSED + DAY)


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Let the pages know this moment as the present."""

    def known(moment: datetime) -> None:
        for module in (desk, page, portal, door, month, account, start):
            monkeypatch.setattr(module, "now", lambda: moment)

    return known


def steps() -> list[str]:
    with scoped(ENGINE):
        return list(AmountStep.objects.values_list("status", flat=True))


def part_of(text: str) -> str:
    (found,) = set(re.findall(r'name="part" value="([^"]+)"', text))
    return unescape(found)


def test_a_credit_is_marked_asked_about_once_and_claimed(house: World, send: Send, visit: Send) -> None:
    shown = visit(house.cora, CLAIMS).content.decode()
    assert "810,00" in shown
    assert "30 lipca 2026" in shown
    asked = send(house.cora, CLAIMS, part=part_of(shown)).content.decode()
    assert 'name="sure"' in asked
    assert steps() == []
    sent = send(house.cora, CLAIMS, part=part_of(asked), sure="1")
    assert (sent.status_code, sent.headers["Location"]) == (302, CLAIMS)
    assert steps() == ["claimed"]
    assert "złożono wniosek" in visit(house.cora, CLAIMS).content.decode()


def test_who_may_only_read_sees_it_and_claims_nothing(house: World, send: Send, visit: Send) -> None:
    shown = visit(house.celina, CLAIMS).content.decode()
    assert "810,00" in shown
    assert 'name="part"' not in shown
    assert send(house.celina, CLAIMS, part="main-up-credit:x", sure="1").status_code == 403
    assert steps() == []


def test_after_its_last_day_a_claim_is_refused_with_that_day(
    house: World, send: Send, visit: Send, at: Callable[[datetime], None]
) -> None:
    part = part_of(visit(house.cora, CLAIMS).content.decode())
    at(CLOSED + 40 * DAY)
    for more in ({}, {"sure": "1"}):
        late = send(house.cora, CLAIMS, part=part, **more)
        assert late.status_code == 409
        assert "30 lipca 2026" in late.content.decode()
    assert steps() == []


def test_nothing_marked_is_told(house: World, send: Send) -> None:
    assert send(house.cora, CLAIMS).status_code == 422


def test_the_desk_refuses_grants_and_pays_and_keeps_what_was_typed(house: World, send: Send, visit: Send) -> None:
    part = part_of(visit(house.cora, CLAIMS).content.decode())
    send(house.cora, CLAIMS, part=part, sure="1")
    assert f'href="{DESK}"' in visit(house.olga, "/desk/claims").content.decode()
    assert send(house.olga, f"{DESK}/refusal", part=part, **{"refuse-text": " "}).status_code == 422
    send(house.olga, f"{DESK}/refusal", part=part, **{"refuse-text": "It was your cable."})
    assert "It was your cable." in visit(house.cora, CLAIMS).content.decode()
    assert f'href="{DESK}"' not in visit(house.olga, "/desk/claims").content.decode()
    again = send(house.olga, f"{DESK}/refusal", part=part, **{"refuse-text": "Once more."})
    assert (again.status_code, "Once more." in again.content.decode()) == (409, True)
    assert send(house.olga, f"{DESK}/grant", part=part, **{"grant-text": ""}).status_code == 302
    wrong = send(house.olga, f"{DESK}/payment", part=part, **{"pay-ref": "KOR/7", "pay-amount": "many"})
    assert (wrong.status_code, "KOR/7" in wrong.content.decode()) == (422, True)
    beyond = send(house.olga, f"{DESK}/payment", part=part, **{"pay-ref": "KOR/7", "pay-amount": "8100,00"})
    shown = beyond.content.decode()
    assert (beyond.status_code, "KOR/7" in shown, 'value="8100,00"' in shown) == (422, True, True)
    assert ">Kwota" in shown
    assert re.search(r'class="errorlist"[^>]*><li>[^<]*810,00', shown)
    send(house.olga, f"{DESK}/payment", part=part, **{"pay-ref": "KOR/7", "pay-amount": "300,00"})
    paid = visit(house.cora, CLAIMS).content.decode()
    assert "KOR/7" in paid
    assert "510,00" in paid
    assert steps() == ["claimed", "disputed", "accepted", "settled"]


def test_it_is_offered_to_dispute_within_the_houses_days(
    house: World, send: Send, visit: Send, at: Callable[[datetime], None]
) -> None:
    send(house.cora, CLAIMS, part=part_of(visit(house.cora, CLAIMS).content.decode()), sure="1")
    assert f"/portal/{MONTH}/dispute?part=" in visit(house.cora, CLAIMS).content.decode()
    at(CLOSED + 40 * DAY)
    assert f"/portal/{MONTH}/dispute?part=" not in visit(house.cora, CLAIMS).content.decode()


def test_a_client_gives_it_up(house: World, send: Send, visit: Send) -> None:
    part = part_of(visit(house.cora, CLAIMS).content.decode())
    assert send(house.cora, f"{CLAIMS}/waiver", part=part).status_code == 302
    assert send(house.cora, f"{CLAIMS}/waiver", part=part).status_code == 409
    assert steps() == ["waived"]


def test_the_month_leads_to_it(house: World, visit: Send) -> None:
    assert f'href="{CLAIMS}"' in visit(house.cora, f"/portal/{MONTH}").content.decode()
    assert f'href="{DESK}"' in visit(house.olga, f"/desk/{MONTH}").content.decode()


@pytest.mark.parametrize("address", [MONTH, "contracts/SHOP-2026-01/months/2026"])
def test_what_has_lapsed_is_not_asked_for(
    house: World, visit: Send, at: Callable[[datetime], None], address: str
) -> None:
    open_still = visit(house.cora, f"/portal/{address}").content.decode()
    assert "Klient musi" in open_still
    at(CLOSED + 90 * DAY)
    late = visit(house.cora, f"/portal/{address}").content.decode()
    assert "Status: <strong>wygasła</strong>.</p>" in late
    assert "Klient musi" not in late


def test_what_was_paid_is_told_as_paid(house: World, send: Send, visit: Send, at: Callable[[datetime], None]) -> None:
    part = part_of(visit(house.cora, CLAIMS).content.decode())
    send(house.cora, CLAIMS, part=part, sure="1")
    send(house.olga, f"{DESK}/grant", part=part, **{"grant-text": ""})
    send(house.olga, f"{DESK}/payment", part=part, **{"pay-ref": "CN 7", "pay-amount": ""})
    at(CLOSED + 2 * DAY)
    told = visit(house.cora, f"/portal/{MONTH}").content.decode()
    assert "Status: <strong>rozliczona</strong>.</p>" in told


def test_the_start_page_says_until_when_something_can_be_claimed(
    house: World, visit: Send, at: Callable[[datetime], None]
) -> None:
    home = visit(house.cora, "/portal/").content.decode()
    assert "do: 30 lipca 2026" in home
    assert f'<a href="{CLAIMS}">Złóż wniosek</a>' in home
    at(CLOSED + 40 * DAY)
    assert CLAIMS not in visit(house.cora, "/portal/").content.decode()
