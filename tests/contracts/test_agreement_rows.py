"""What the parties do about a wording stands in the ledger, and wordings are proved again from it."""

from datetime import date, datetime, timedelta

from service import START

from gwarant.accounts.models import User
from gwarant.contracts import actions, proof
from gwarant.contracts.models import ContractVersion, VersionStatus
from gwarant.database.scope import ENGINE, customer_scope, scoped
from gwarant.demo.agreement import agree
from gwarant.demo.cast import CLIENTS, World
from gwarant.ledger.evidence import evidence_of
from gwarant.ledger.verify import verify
from gwarant.reports.originals import TABLES
from gwarant.sla.evidence.model import Act, Role

NUMBER = "SHOP-2026-01"


def test_offer_and_acceptance_are_rows_with_hash_person_and_the_servers_moment(house: World) -> None:
    with scoped(ENGINE):
        version = ContractVersion.objects.get(contract__number=NUMBER)
        offered, accepted = evidence_of(version.customer_id).agreements

    assert (offered.id, accepted.id) == (f"{NUMBER}@1:offered", f"{NUMBER}@1:accepted")
    assert (offered.act, accepted.act) == (Act.OFFERED, Act.ACCEPTED)
    assert offered.fingerprint == accepted.fingerprint == version.fingerprint
    assert (offered.person, accepted.person) == (house.marek.opaque, house.cora.opaque)
    assert (offered.by, accepted.by) == (Role.PROVIDER, Role.CUSTOMER)
    assert accepted.at == accepted.received == int(version.accepted_at.timestamp())


def test_a_withdrawal_is_a_row(house: World) -> None:
    with scoped(ENGINE):
        first = ContractVersion.objects.get(contract__number=NUMBER)
        second = actions.amend(first, by=house.marek, starts_on=date(2026, 8, 1), now=START)
        actions.offer(second, by=house.marek, now=START)
        actions.withdraw(second, by=house.olga, now=START + timedelta(hours=1))
        row = evidence_of(first.customer_id).agreements[-1]

    assert (row.id, row.act, row.person) == (f"{NUMBER}@2:withdrawn", Act.WITHDRAWN, house.olga.opaque)
    assert row.at == int(START.timestamp()) + 3600


def test_a_number_of_any_length_has_its_rows(world: World) -> None:
    client = CLIENTS[0]
    version = agree(world, client, date(2026, 5, 1), START - timedelta(days=50))
    number = "N" * 60
    with scoped(ENGINE):
        text = version.text.replace(NUMBER, number)
        package, customer = version.package, world.customers["SHOP"]
        draft = actions.start_contract(customer, number=number, package=package, text=text, by=world.marek, now=START)
        actions.withdraw(actions.offer(draft, by=world.marek, now=START), by=world.marek, now=START)

        assert evidence_of(customer.pk).agreements[-1].id == f"{number}@1:withdrawn"


def test_wordings_in_every_state_prove_themselves_again(house: World) -> None:
    with scoped(ENGINE):
        first = ContractVersion.objects.get(contract__number=NUMBER)
        second = actions.amend(first, by=house.marek, starts_on=date(2026, 8, 1), now=START)
        second = actions.offer(second, by=house.marek, now=START)
    with scoped(customer_scope(house.cora.pk, [first.customer_id])):
        actions.accept(second, by=house.cora, fingerprint=second.fingerprint, now=START + timedelta(days=1))
    with scoped(ENGINE):
        third = actions.amend(second, by=house.marek, starts_on=date(2026, 7, 1), now=START)
        third = actions.offer(third, by=house.marek, now=START)
    with scoped(customer_scope(house.cora.pk, [first.customer_id])):
        actions.accept(third, by=house.cora, fingerprint=third.fingerprint, now=START + timedelta(days=1))
    with scoped(ENGINE):
        fourth = actions.amend(third, by=house.marek, starts_on=date(2026, 9, 1), now=START)
        actions.withdraw(actions.offer(fourth, by=house.marek, now=START), by=house.marek, now=START)
        report = verify(tables=TABLES)

    assert report.is_fine, report.problems
    assert report.notes == ()
    assert report.compared == 2 * len(CLIENTS) + 6


def test_no_action_on_a_wording_breaks_the_verification(house: World) -> None:
    with scoped(ENGINE):
        first = ContractVersion.objects.get(contract__number=NUMBER)
        for act in (actions.discard, actions.offer, actions.withdraw, actions.offer, _accept):
            latest = first.contract.versions.order_by("-version")[0]
            if latest.status not in (VersionStatus.DRAFT, VersionStatus.OFFERED):
                latest = actions.amend(first, by=house.marek, starts_on=date(2026, 8, 1), now=START)
                assert verify(tables=TABLES).problems == (), "a draft"
                latest = actions.change_draft(latest, text=latest.text + "\n", by=house.olga, now=START)
                assert verify(tables=TABLES).problems == (), "a changed draft"
            act(latest, by=house.cora if act is _accept else house.marek, now=START)
            assert verify(tables=TABLES).problems == (), act
        states = list(first.contract.versions.order_by("version").values_list("status", flat=True))

    assert states == ["accepted", "discarded", "withdrawn", "accepted"]


def test_a_draft_of_a_new_contract_may_be_discarded_too(house: World) -> None:
    with scoped(ENGINE):
        customer = house.customers["SHOP"]
        text = ContractVersion.objects.get(contract__number=NUMBER).text.replace(NUMBER, "NEW")
        draft = actions.start_contract(customer, number="NEW", package="", text=text, by=house.marek, now=START)
        actions.discard(draft, by=house.marek, now=START)

        assert verify(tables=TABLES).problems == ()
        assert all(one.contract != "NEW" for one in evidence_of(customer.pk).agreements)


def _accept(version: ContractVersion, *, by: User, now: datetime) -> None:
    with scoped(customer_scope(by.pk, [version.customer_id])):
        actions.accept(version, by=by, fingerprint=version.fingerprint, now=now)


def test_every_example_of_a_contract_hashes_to_its_fingerprint_again(house: World) -> None:
    with scoped(ENGINE):
        for customer in house.customers.values():
            assert len(proof.frozen(customer.pk)) == 1
            assert list(proof.faults(customer.pk)) == []
