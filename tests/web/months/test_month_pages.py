import hashlib
import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from service import START

from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.hours.actions import log_time, reverse
from gwarant.ledger.actions import append
from gwarant.sla.evidence.model import DutyProof
from gwarant.tickets import actions
from gwarant.tickets.models import Ticket

Visit = Callable[..., Any]
MONTH = "contracts/SHOP-2026-01/months/2026-06"
PLACES = [
    f"/{side}/{path}"
    for side in ("desk", "portal")
    for path in ("months", MONTH, f"{MONTH}.json", f"{MONTH}/evidence.jsonl", f"{MONTH}/readings", f"{MONTH}/tickets")
]


@pytest.fixture(autouse=True)
def june(house: World) -> Ticket:
    """A critical fault that was answered and solved far too late, with work on it that was partly taken back."""
    late = START + timedelta(days=4)
    with scoped(ENGINE):
        told = {"title": "<b>Checkout</b> fails", "text": "…", "class_id": "critical"}
        service = house.services["SHOP", "shop"]
        ticket = actions.report(house.customers["SHOP"], by=house.cyryl, now=START, service=service, **told)
        ticket = actions.resolve(ticket, "A full disk.\n\nSecret aside.", by=house.ben, now=late)
        work = {"work": "support", "note": "disk", "now": late}
        log_time(ticket, person=house.ben, start_at=START, minutes=75, **work)
        wrong = log_time(ticket, person=house.dorota, start_at=START, minutes=20, **work)
        reverse(wrong, by=house.dorota, note="another ticket", now=late)
    return ticket


def test_the_month_tells_breaches_with_their_cause_and_links_every_number(house: World, visit: Visit) -> None:
    page = visit(house.ben, f"/desk/{MONTH}").content.decode()
    assert "A full disk." in page
    assert "Secret aside" not in page
    assert "<b>Checkout" not in page
    assert "not measured" in page
    assert "another ticket" in page
    assert "style=" not in page
    links = set(re.findall(r'href="(/desk/contracts/[^"]+)"', page))
    assert {visit(house.ben, one.replace("&amp;", "&")).status_code for one in links} == {200}


def test_the_month_speaks_polish(house: World, visit: Visit) -> None:
    page = visit(house.cora, f"/portal/{MONTH}").content.decode()
    for word in ("Czerwiec 2026", "Naruszenia", "nie zmierzono", "Przelicz to samodzielnie", "A full disk."):
        assert word in page
    assert "Breaches" not in page
    assert set(re.findall(r'<a href="([^"]+)" aria-current="page"', page)) == {"/portal/months"}


def test_a_number_leads_to_exactly_as_many_readings(house: World, visit: Visit) -> None:
    page = visit(house.ben, f"/desk/{MONTH}")
    for _class, rows in page.context["kept"]:
        for row in rows:
            for number, href in (row["met"], row["judged"], row["breached"]):
                assert visit(house.ben, href).context["page"].paginator.count == number


def test_both_sides_download_the_same_bytes_and_the_page_names_their_hash(house: World, visit: Visit) -> None:
    bodies = []
    for who, side in ((house.ben, "desk"), (house.cora, "portal")):
        document = visit(who, f"/{side}/{MONTH}.json").content
        rows = visit(who, f"/{side}/{MONTH}/evidence.jsonl").getvalue()
        page = visit(who, f"/{side}/{MONTH}").content.decode()
        assert hashlib.sha256(rows).hexdigest() in page
        assert json.loads(document)["inputs"]["rows"] == rows.count(b"\n")
        bodies.append((document, rows))
    assert bodies[0] == bodies[1]


def test_a_running_month_is_judged_as_of_a_moment_that_its_links_keep(house: World, visit: Visit) -> None:
    page = visit(house.ben, f"/desk/{MONTH}?at=2026-06-02T08:00:00Z").content.decode()
    assert "As it stands on" in page
    assert f"/desk/{MONTH}.json?at=2026-06-02T08%3A00%3A00Z" in page
    assert "--until 2026-06-02T08:00:00Z" in page
    assert "A full disk." not in page


@pytest.mark.parametrize("period", ["2026-04", "2019-01", "2999-01", "2026-13", "2025", "2025-Q4", "june"])
def test_a_month_that_is_not_there_is_a_page_with_a_sentence(house: World, visit: Visit, period: str) -> None:
    answer = visit(house.ben, f"/desk/contracts/SHOP-2026-01/months/{period}")
    assert answer.status_code == 404
    assert b"There is no such month" in answer.content


@pytest.mark.parametrize("place", PLACES)
def test_strangers_find_nothing(house: World, visit: Visit, place: str) -> None:
    own, other = ("ben", "cora") if place.startswith("/desk") else ("cora", "ben")
    assert visit(house.people[own], place).status_code == 200
    assert visit(house.people[other], place).status_code == 404
    if "SHOP" in place:
        assert visit(house.zoe, place).status_code == 404


def test_every_role_of_the_house_and_of_the_customer_reads_the_month(house: World, visit: Visit) -> None:
    for who in (house.olga, house.marek, house.alice, house.ben, house.ada):
        assert visit(who, f"/desk/{MONTH}").status_code == 200
    for who in (house.cora, house.cyryl, house.celina):
        assert visit(who, f"/portal/{MONTH}").status_code == 200


def test_the_lists_of_months_show_contracts_and_months(house: World, visit: Visit) -> None:
    rows = visit(house.ben, "/desk/months?period=2026-06").context["rows"]
    assert {row["contract"].number for row in rows} >= {"SHOP-2026-01", "CLINIC-2026-01"}
    assert visit(house.ben, "/desk/months?period=2026-13").status_code == 404
    months = [row["head"].name for row in visit(house.cora, "/portal/months").context["rows"]]
    assert months == sorted(months, reverse=True)
    assert "2026-05" in months or len(months) == 12
    assert visit(house.ben, "/desk/months?period=2020-01").context["rows"] == []


@pytest.mark.parametrize(("who", "side", "word"), [("ben", "desk", "missed"), ("cora", "portal", "niewykonane")])
def test_the_month_tells_duties_with_a_word_and_a_shape(
    house: World, visit: Visit, who: str, side: str, word: str
) -> None:
    before = visit(getattr(house, who), f"/{side}/{MONTH}").content.decode()
    assert 'aria-labelledby="duties"' not in before  # nothing records duties yet
    moment = int(START.timestamp())
    proof = DutyProof(id="proof-1", duty="backup", at=moment, received=moment)
    with scoped(ENGINE):
        append(proof, customer=house.customers["SHOP"], now=START)
    page = visit(getattr(house, who), f"/{side}/{MONTH}").content.decode()
    section = page.partition('<section aria-labelledby="duties">')[2].partition("</section>")[0]
    assert f'class="face breached"><span aria-hidden="true">✕</span> {word}' in section
    assert 'aria-labelledby="measures"' not in page


def test_the_money_of_hours_says_what_it_is_made_of(house: World, visit: Visit, june: Ticket) -> None:
    with scoped(ENGINE):
        for day in (1, 2):
            begun = START + timedelta(days=day)
            log_time(june, person=house.ben, start_at=begun, minutes=900, work="support", note="", now=june.changed_at)
    page = visit(house.ben, f"/desk/{MONTH}").content.decode()
    (line,) = re.findall(r'<ul class="sums small">(.*?)</ul>', page, re.S)
    assert "Support above the pool: " in line
    parts = [float(one.replace(",", "")) for one in re.findall(r"= \D*([\d,]+\.\d\d)", line)]
    document = json.loads(visit(house.ben, f"/desk/{MONTH}.json").content)
    assert sum(parts) == pytest.approx(float(document["months"][0]["hours"]["amount"]))
    assert "ponad pulę: " in visit(house.cora, f"/portal/{MONTH}").content.decode()


OF_A_MONTH = ("", ".json", "/envelope.json", "/evidence.jsonl", "/readings", "/tickets")


@pytest.mark.parametrize("side", ["desk", "portal"])
@pytest.mark.parametrize("path", OF_A_MONTH)
def test_a_month_has_not_begun_in_its_first_second(house: World, visit: Visit, side: str, path: str) -> None:
    who = house.ben if side == "desk" else house.cora
    place = f"/{side}/{MONTH}{path}"
    assert visit(who, f"{place}?at=2026-05-31T22:00:00Z").status_code == 404
    assert visit(who, f"{place}?at=2026-05-31T22:00:01Z").status_code == 200


def test_the_hours_of_a_month_add_up_from_their_entries_to_the_tile(house: World, june: Ticket, visit: Visit) -> None:
    """75 minutes and 20 hours against a pool of 20: each entry says what is charged and what lies above the pool."""
    late = START + timedelta(days=4)
    with scoped(ENGINE):
        for day in (1, 2):
            start = START + timedelta(days=day, hours=-2)
            log_time(june, person=house.ben, start_at=start, minutes=600, work="support", note="", now=late)
    answer = visit(house.ben, f"/desk/{MONTH}")
    hours, page = answer.context["hours"], " ".join(answer.content.decode().split())
    rows = [row for _day, rows in hours["days"] for row in rows]
    (pool,) = hours["pools"]
    assert sum(row["own"].charged for row in rows) == hours["charged"] == pool["asked"] == 21.5 * 3600
    assert sum(row["own"].over for row in rows) == hours["over"] == pool["pool"].over == 1.5 * 3600
    assert "Time worked is charged in started units of 30 min." in page
    assert "1 h 30 min above the pool" in page
    assert "an hour at" in page
    assert '<a href="#hours">21 h 30 min</a>' in page  # the tile says the same figure


OVER_THE_END = 29 * 24 + 12  # hours after START: from 22:00 in Warsaw on the last of June


def test_the_amounts_of_the_entries_add_up_to_the_charge_of_the_month(house: World, june: Ticket, visit: Visit) -> None:
    """Hours by day and by night, of two kinds, some above the pool, a night over the month's end, one taken back."""
    late = START + timedelta(days=40)
    with scoped(ENGINE):
        for start, minutes in ((22, 547), (46, 614), (70, 427), (94, 333), (OVER_THE_END, 200)):
            told = {"start_at": START + timedelta(hours=start), "work": "support", "note": "", "now": late}
            entry = log_time(june, person=house.ben, minutes=minutes, **told)
            if minutes == 333:
                reverse(entry, by=house.ben, note="not ours", now=late)
    answer = visit(house.ben, f"/desk/{MONTH}")
    hours, page = answer.context["hours"], " ".join(answer.content.decode().split())
    own = [row["own"] for _day, rows in hours["days"] for row in rows if row["own"]]
    document = json.loads(visit(house.ben, f"/desk/{MONTH}.json").content)
    amounts = [float(re.sub(r"[^\d.−]", "", one.amount).replace("−", "-")) for one in own if one.amount]
    stated = document["months"][0]["hours"]
    assert len(amounts) > 2
    assert sum(amounts) == pytest.approx(float(stated["amount"]))
    assert hours["amount"] in page.partition("<tfoot>")[2]
    assert sum(one.real for one in own) == stated["real_seconds"]
    assert sum(one.charged for one in own) == stated["charged_seconds"]
    assert any(" × " in step for one in own for step in one.steps)
    log = " ".join(visit(house.ben, f"/desk/tickets/{june.key}/hours").content.decode().split())
    assert all(step in log for one in own for step in one.steps)
    assert f'href="/desk/{MONTH}#hours">June 2026' in log
    client = " ".join(visit(house.cora, f"/portal/{MONTH}").content.decode().split())
    assert "ponad pulę × " in client


def test_a_month_that_is_over_and_not_closed_says_so(house: World, visit: Visit) -> None:
    words = "Jeszcze nie zamknięto; liczby mogą się zmienić."
    assert words in visit(house.cora, f"/portal/{MONTH}").content.decode()
    assert "jeszcze nie zamknięto" in visit(house.cora, "/portal/months").content.decode()


def test_the_list_of_months_leads_to_quarters_and_years(house: World, visit: Visit) -> None:
    page = visit(house.cora, "/portal/months").content.decode()
    assert "Kwartały i lata" in page
    links = set(re.findall(r'href="(/portal/contracts/[^"]+/months/\d{4}(?:-Q\d|-\d\d-\d\d\.\.[^"]+)?)"', page))
    assert links
    assert {visit(house.cora, one).status_code for one in links} == {200}
