"""The client disputes what a closed month states; the month marks it; the house answers at the desk."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.http import Http404
from django.test import RequestFactory
from june import CLOSED, late_ticket, log

from gwarant.contracts.models import Contract
from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.reports.actions import close
from gwarant.reports.disputes.correcting import corrections_since
from gwarant.reports.disputes.models import Dispute
from gwarant.tickets.models import Ticket
from gwarant.web.disputes import desk, page, portal
from gwarant.web.months import door
from gwarant.web.scoping import places_of

Send = Callable[..., Any]
At = Callable[[datetime], None]
MONTH = "contracts/SHOP-2026-01/months/2026-06"
NEW = f"/portal/{MONTH}/dispute"
DAY = timedelta(days=1)


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> At:
    """Let the pages know this moment as the present."""

    def known(moment: datetime) -> None:
        for module in (desk, page, portal, door):
            monkeypatch.setattr(module, "now", lambda: moment)

    return known


@pytest.fixture(autouse=True)
def ticket(house: World, at: At) -> Ticket:
    """Answered two days late in a June that was closed a day ago."""
    with scoped(ENGINE):
        found = late_ticket(house)
        close(Contract.objects.get(number="SHOP-2026-01"), "2026-06", by=house.olga, now=CLOSED)
    at(CLOSED + DAY)
    return found


def only() -> Dispute:
    with scoped(ENGINE):
        return Dispute.objects.told().get()


def test_a_verdict_is_disputed_from_the_month_and_marked_in_it(
    house: World, send: Send, visit: Send, ticket: Ticket
) -> None:
    month = visit(house.cora, f"/portal/{MONTH}").content.decode()
    href = next(unescape(one) for one in re.findall(rf'href="({NEW}\?[^"]+)"', month) if "response" in one)
    assert ticket.key in visit(house.cora, href).content.decode()
    assert send(house.cora, href, text=" ").status_code == 422
    sent = send(house.cora, href, text="You never rang.")
    assert (sent.status_code, sent.headers["Location"]) == (302, f"/portal/disputes/{only().pk}")
    for who, side in ((house.cora, "portal"), (house.olga, "desk")):
        marked = visit(who, f"/{side}/{MONTH}").content.decode()
        assert f'href="/{side}/disputes/{only().pk}">zakwestionowano' in marked
        assert "You never rang." in visit(who, f"/{side}/disputes/{only().pk}").content.decode()
    assert "Spór o klasę zgłoszenia rozstrzyga" in visit(house.olga, f"/desk/disputes/{only().pk}").content.decode()
    again = send(house.cora, href, text="Once more.")
    assert (again.status_code, "Once more." in again.content.decode()) == (422, True)


def test_a_figure_is_chosen_and_what_was_typed_comes_back(house: World, send: Send, visit: Send) -> None:
    lacking = send(house.cora, NEW, text="Too many hours.")
    assert (lacking.status_code, "Too many hours." in lacking.content.decode()) == (422, True)
    assert send(house.cora, NEW, text="Too many hours.", figure="hours").status_code == 302
    assert f'href="/desk/disputes/{only().pk}"' in visit(house.olga, "/desk/disputes").content.decode()


def test_the_desk_refuses_or_names_what_corrects_it(
    house: World, send: Send, visit: Send, ticket: Ticket, at: At
) -> None:
    send(house.cora, NEW, text="Too few hours.", figure="hours")
    here = f"/desk/disputes/{only().pk}"
    assert send(house.olga, f"{here}/refusal", text=" ").status_code == 422
    assert send(house.olga, f"{here}/acceptance", **{"accept-ref": "SHOP:x1"}).status_code == 422
    with scoped(ENGINE):
        log(ticket, house, CLOSED + 2 * DAY)
    at(CLOSED + 3 * DAY)
    (ref,) = re.findall(r'name="accept-ref" value="([^"]+)"', visit(house.olga, here).content.decode())
    assert send(house.olga, f"{here}/acceptance", **{"accept-ref": ref}).status_code == 302
    assert send(house.olga, f"{here}/refusal", text="No.").status_code == 409
    assert ref in visit(house.cora, f"/portal/disputes/{only().pk}").content.decode()


def test_a_correction_that_is_not_shown_any_more_is_named(
    house: World, send: Send, visit: Send, ticket: Ticket, at: At
) -> None:
    send(house.cora, NEW, text="Too few hours.", figure="hours")
    here = f"/desk/disputes/{only().pk}"
    with scoped(ENGINE):
        for n in range(desk.SHOWN + 1):
            log(ticket, house, CLOSED + 2 * DAY + timedelta(minutes=n))
        oldest = corrections_since(only())[-1].uid
    at(CLOSED + 3 * DAY)
    shown = visit(house.olga, here).content.decode()
    assert (shown.count('name="accept-ref"'), oldest in shown) == (desk.SHOWN, False)
    wrong = send(house.olga, f"{here}/acceptance", **{"accept-other": "SHOP:x1"})
    assert (wrong.status_code, "SHOP:x1" in wrong.content.decode()) == (422, True)
    assert send(house.olga, f"{here}/acceptance", **{"accept-other": oldest}).status_code == 302


def test_the_page_says_that_an_amount_is_claimed_with_its_dispute(house: World, visit: Send) -> None:
    assert "nie wygasło" in visit(house.cora, f"{NEW}?part=main-up-credit:SHOP-1").content.decode()
    assert "nie wygasło" not in visit(house.cora, NEW).content.decode()


def test_whoever_asks_for_a_dispute_is_asked_who_they_are(house: World, send: Send, rf: RequestFactory) -> None:
    send(house.cora, NEW, text="Too many hours.", figure="hours")
    request, pk = rf.get("/"), only().pk
    with scoped(ENGINE):
        for who in (house.cora, house.celina, house.olga):
            request.user, request.places = who, places_of(who)
            assert page.dispute_of(request, pk).pk == pk
        request.user, request.places = house.zoe, places_of(house.zoe)
        with pytest.raises(Http404):
            page.dispute_of(request, pk)


def test_after_the_houses_days_the_page_says_so_and_takes_nothing(
    house: World, send: Send, visit: Send, at: At
) -> None:
    at(CLOSED + 40 * DAY)
    assert "2 sierpnia 2026" in visit(house.cora, NEW).content.decode()
    late = send(house.cora, NEW, text="Too many hours.", figure="hours")
    assert (late.status_code, "Too many hours." in late.content.decode()) == (422, True)
    assert NEW not in visit(house.cora, f"/portal/{MONTH}").content.decode()


def test_a_reader_disputes_nothing_and_a_neighbour_sees_nothing(house: World, send: Send, visit: Send) -> None:
    assert visit(house.celina, NEW).status_code == 403
    assert NEW not in visit(house.celina, f"/portal/{MONTH}").content.decode()
    send(house.cora, NEW, text="Too many hours.", figure="hours")
    assert visit(house.zoe, f"/portal/disputes/{only().pk}").status_code == 404


def test_a_quarter_is_disputed_by_its_figures_on_its_own_page(house: World, send: Send, visit: Send) -> None:
    quarter = MONTH.replace("2026-06", "2026-Q2")
    shown = visit(house.cora, f"/portal/{quarter}").content.decode()
    assert f'href="/portal/{quarter}/dispute"' in shown
    assert "dispute?ticket" not in shown
    assert visit(house.cora, f"/portal/{quarter}/dispute?ticket=SHOP-1&clock=response").status_code == 404
    assert send(house.cora, f"/portal/{quarter}/dispute", text="Too many hours.", figure="hours").status_code == 302
    answer = visit(house.olga, f"/desk/disputes/{only().pk}").content.decode()
    assert "2. kwartał 2026" in answer


def test_what_waits_for_an_answer_is_told_where_the_house_begins_its_day(house: World, send: Send, visit: Send) -> None:
    send(house.cora, NEW, text="Too many hours.", figure="hours")
    shown = {one.staff_role: visit(one, "/desk/").content.decode() for one in (house.olga, house.ben)}
    assert {role: "1 zastrzeżenie czeka na odpowiedź" in page for role, page in shown.items()} == {
        "owner": True,
        "engineer": False,
    }
