"""Which kinds of work are offered: the contract's own, as the wording in force charges them, else the usual ones."""

from datetime import timedelta

import pytest
from django.utils import translation
from service import START

from gwarant.contracts import actions as contracts
from gwarant.contracts.models import ContractVersion
from gwarant.database.scope import customer_scope, scoped
from gwarant.demo.cast import World
from gwarant.hours.actions import USUAL, NotLogged, kinds_of_work, log_time
from gwarant.sla.contract.model.money import ChargedTo
from gwarant.tickets import actions
from gwarant.tickets.models import Ticket
from gwarant.web.hours.forms import LogForm

OWN = """
    improvement: {label: Small improvements, at_most: 2h, beyond: apart}
    travel: {charge: rate, rate: 90}
    training: {label: Training of users, charge: apart}
"""


def reported(world: World) -> Ticket:
    told = {"title": "Late", "text": "…", "class_id": "ordinary", "service": world.services["UNI", "enrol"]}
    return actions.report(world.customers["UNI"], by=world.ula, now=START, **told)


def amended(world: World) -> ContractVersion:
    """The university's contract with kinds of work of its own, from a later day on."""
    marek, ula, now = world.marek, world.ula, START + timedelta(days=1)
    former = ContractVersion.objects.get(customer=world.customers["UNI"])
    draft = contracts.amend(former, by=marek, starts_on=(START + timedelta(days=40)).date(), now=now)
    text = draft.text.replace("hours: {rates: {above: 240}}", f"hours:\n  rates: {{above: 240}}\n  work:{OWN}")
    contracts.change_draft(draft, text=text, by=marek, now=now)
    draft.refresh_from_db()
    offered = contracts.offer(draft, by=marek, now=now)
    with scoped(customer_scope(ula.pk, [ula.memberships.get().customer_id])):
        return contracts.accept(offered, by=ula, fingerprint=offered.fingerprint, now=now)


@pytest.fixture(autouse=True)
def everything(engine: None) -> None:
    """The tests see all rows."""


def test_without_a_contract_the_usual_kinds_are_offered(world: World) -> None:
    assert [one.id for one in kinds_of_work(reported(world), START)] == list(USUAL)


def test_a_contract_without_kinds_of_its_own_adds_what_it_never_charges(house: World) -> None:
    found = {one.id: one.charge for one in kinds_of_work(reported(house), START)}
    assert set(found) >= {*USUAL, "rejected_fix"}
    assert (found["support"], found["rejected_fix"]) == (ChargedTo.POOL, ChargedTo.NEVER)


def test_the_kinds_are_those_of_the_wording_in_force(house: World) -> None:
    ticket = reported(house)
    version = amended(house)
    assert version.holds_from_at is not None
    before, after = (version.holds_from_at + timedelta(hours=one) for one in (-1, 1))
    assert "training" not in {one.id for one in kinds_of_work(ticket, before)}
    own = [one.id for one in kinds_of_work(ticket, after)]
    assert own[:4] == ["support", "improvement", "travel", "training"]
    assert "change" not in own


def test_work_is_logged_under_a_kind_of_the_contract_and_no_other(house: World) -> None:
    ticket, version = reported(house), amended(house)
    assert version.holds_from_at is not None
    start = version.holds_from_at + timedelta(hours=1)
    facts = {"person": house.ben, "start_at": start, "minutes": 60, "note": "", "now": start + timedelta(hours=2)}
    assert log_time(ticket, work="training", **facts).work == "training"
    with pytest.raises(NotLogged):
        log_time(ticket, work="change", **facts)


def test_work_of_a_day_before_a_new_wording_is_logged_as_that_day_knew_it(house: World) -> None:
    ticket, version = reported(house), amended(house)
    assert version.holds_from_at is not None
    start = version.holds_from_at - timedelta(hours=3)
    facts = {"person": house.ben, "start_at": start, "minutes": 60, "note": "", "now": start + timedelta(days=1)}
    assert log_time(ticket, work="change", **facts).work == "change"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Small improvements – from the pool, then at the rate up to 2 h on a ticket, then quoted by itself"),
        ("pl", "Dojazd – według stawki, poza pulą"),
    ],
)
def test_the_form_says_what_each_kind_means(house: World, language: str, said: str) -> None:
    ticket, version = reported(house), amended(house)
    assert version.holds_from_at is not None
    with translation.override(language):
        form = LogForm(ticket=ticket, now=version.holds_from_at + timedelta(hours=1))
        assert said in str(form["work"])


def test_on_a_ticket_of_a_class_that_is_free_every_kind_is_and_no_rate_is_written(house: World) -> None:
    told = {"title": "Down", "text": "…", "class_id": "critical", "service": None}
    ticket = actions.report(house.customers["CLINIC"], by=house.people["zoe"], now=START, **told)
    assert {one.charge for one in kinds_of_work(ticket, START)} == {ChargedTo.NEVER}
    later = START + timedelta(hours=2)
    entry = log_time(ticket, person=house.ben, start_at=START, minutes=60, work="support", note="", now=later)
    assert (entry.work, entry.rate) == ("support", "")
