from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from paper import NOW, accept, accepted, amended, draft, offer, offered, text_of
from procrastinate.contrib.django.models import ProcrastinateJob

from gwarant.contracts import actions
from gwarant.contracts.models import ContractVersion, VersionStatus
from gwarant.contracts.refusals import Changed, NotFit, NotTheirs, NumberTaken, StillUnderWay, TooLate
from gwarant.contracts.terms import terms_of, wording_of
from gwarant.database.scope import ENGINE, customer_scope, scoped, staff_scope
from gwarant.demo.cast import World
from gwarant.notify.models import Notice
from gwarant.sla.contract.resolve import fingerprint


def seen_by_client(world: World) -> list[int]:
    with scoped(customer_scope(world.cora.pk, [world.customers["SHOP"].pk])):
        return list(ContractVersion.objects.order_by("version").values_list("version", flat=True))


def inbox(*people: str, world: World) -> dict[str, int]:
    with scoped(ENGINE):
        return {one: Notice.objects.filter(user=world.people[one]).count() for one in people}


def again(version: ContractVersion) -> ContractVersion:
    with scoped(ENGINE):
        return ContractVersion.objects.select_related("contract", "customer").get(pk=version.pk)


def test_a_discarded_draft_stays_hidden_from_the_customer_in_the_database_itself(world: World) -> None:
    version = draft(world)
    with scoped(staff_scope(world.olga.pk)):
        actions.discard(version, by=world.olga, now=NOW)
    query = "SELECT status, text FROM contracts_contractversion WHERE id = %s"
    seen = []
    for scope in (customer_scope(world.cora.pk, [version.customer_id]), staff_scope(world.olga.pk)):
        with scoped(scope), connection.cursor() as cursor:
            cursor.execute(query, [version.pk])
            seen.append(cursor.fetchall())
    assert seen == [[], [("discarded", version.text)]]


def test_a_draft_is_seen_by_the_house_alone(world: World) -> None:
    draft(world)
    assert seen_by_client(world) == []
    with scoped(customer_scope(world.zoe.pk, [world.customers["CLINIC"].pk])):
        assert not ContractVersion.objects.exists()


def test_an_offer_freezes_the_text_and_says_when_it_holds_and_for_what(world: World) -> None:
    version = offered(world, "SHOP-1", "shop", "erp", effective__to="2026-12-31")
    assert version.status == VersionStatus.OFFERED
    assert (version.holds_from_at, version.holds_to_at) == (
        datetime(2026, 5, 31, 22, tzinfo=UTC),
        datetime(2026, 12, 31, 23, tzinfo=UTC),
    )
    assert version.service_keys == ["shop", "erp"]
    with scoped(ENGINE):
        assert fingerprint(wording_of(version)) == version.fingerprint
        assert terms_of(version).contract.metadata.id == "SHOP-1"


def test_an_offer_is_told_to_the_customers_administrators_alone(world: World) -> None:
    before = inbox("cora", "cyryl", "zoe", world=world)
    offered(world)
    after = inbox("cora", "cyryl", "zoe", world=world)
    assert {one: after[one] - before[one] for one in after} == {"cora": 1, "cyryl": 0, "zoe": 0}


def test_blanks_and_errors_refuse_the_offer(world: World) -> None:
    version = draft(world, fee__monthly="")
    with pytest.raises(NotFit) as refusal:
        offer(world, version)
    assert [one.path for one in refusal.value.problems] == ["fee.monthly"]
    assert again(version).status == VersionStatus.DRAFT


def test_what_is_offered_never_changes(world: World) -> None:
    version = offered(world)
    with scoped(staff_scope(world.olga.pk)), pytest.raises(Changed) as changed:
        actions.change_draft(version, text="other", by=world.olga, now=NOW)
    assert changed.value.who == world.olga
    assert again(version).text == version.text


def test_a_draft_is_written_over_what_stands_there_now(world: World) -> None:
    version = draft(world)
    with scoped(staff_scope(world.olga.pk)):
        actions.change_draft(version, text="marek's", by=world.marek, now=NOW)
        was, saved = actions.rewrite_draft(version, written=lambda one: one.text + " olga's", by=world.olga, now=NOW)
    assert (was.text, was.changed_by) == ("marek's", world.marek)
    assert (saved.text, again(version).text) == ("marek's olga's", "marek's olga's")


def test_what_goes_wrong_while_a_draft_is_written_leaves_it_as_it_is(world: World) -> None:
    version = draft(world)
    with scoped(staff_scope(world.olga.pk)), pytest.raises(ZeroDivisionError):
        actions.rewrite_draft(version, written=lambda _found: str(1 // 0), by=world.olga, now=NOW)
    assert (again(version).text, again(version).changed_at) == (version.text, version.changed_at)


def test_an_offer_of_a_text_that_was_not_seen_is_refused(world: World) -> None:
    version = draft(world)
    with scoped(staff_scope(world.olga.pk)), pytest.raises(Changed):
        actions.offer(version, by=world.olga, seen="another", now=NOW)


def test_a_number_is_given_once(world: World) -> None:
    draft(world)
    with pytest.raises(NumberTaken):
        draft(world)


def test_acceptance_keeps_who_when_and_what(world: World) -> None:
    version = accepted(world)
    assert (version.status, version.accepted_by, version.accepted_at) == (VersionStatus.ACCEPTED, world.cora, NOW)
    assert version.accepted_fingerprint == version.fingerprint != ""


def test_acceptance_tells_leaders_caretakers_and_the_customers_administrators_and_has_tickets_judged_again(
    world: World,
) -> None:
    before = inbox("olga", "marek", "alice", "ben", "dorota", world=world)
    accepted(world)
    after = inbox("olga", "marek", "alice", "ben", "dorota", world=world)
    assert {one: after[one] - before[one] for one in after} == {
        "olga": 1,
        "marek": 1,
        "alice": 1,
        "ben": 1,
        "dorota": 0,
    }
    with scoped(ENGINE):
        own = Notice.objects.get(user=world.cora, code="contract_accepted")  # the customer is told who did it, too
    assert (own.facts["who"], own.facts["path"][:8]) == (world.cora.name, "/portal/")
    jobs = ProcrastinateJob.objects.filter(task_name="rejudge")
    assert [one.args for one in jobs] == [{"customer_id": world.customers["SHOP"].pk}]


@pytest.mark.parametrize("who", ["cyryl", "celina", "zoe", "olga"])
def test_only_the_customers_administrator_accepts(world: World, who: str) -> None:
    version = offered(world)
    with scoped(ENGINE), pytest.raises(NotTheirs):
        actions.accept(version, by=world.people[who], fingerprint=version.fingerprint, now=NOW)
    assert again(version).status == VersionStatus.OFFERED


def test_another_fingerprint_than_the_one_shown_is_not_accepted(world: World) -> None:
    version = offered(world)
    with scoped(customer_scope(world.cora.pk, [version.customer_id])), pytest.raises(Changed):
        actions.accept(version, by=world.cora, fingerprint="sha256:0", now=NOW)
    assert again(version).status == VersionStatus.OFFERED


def test_the_second_acceptance_is_told_who_was_first(world: World) -> None:
    version = accepted(world)
    with pytest.raises(Changed) as changed:
        accept(world, version)
    assert (changed.value.who, changed.value.at) == (world.cora, NOW)


def test_a_withdrawn_offer_cannot_be_accepted_and_the_customer_is_told(world: World) -> None:
    version = offered(world)
    before = inbox("cora", world=world)["cora"]
    with scoped(staff_scope(world.olga.pk)):
        actions.withdraw(version, by=world.olga, now=NOW)
    with pytest.raises(Changed):
        accept(world, version)
    assert inbox("cora", world=world)["cora"] == before + 1


def test_an_accepted_wording_cannot_be_withdrawn(world: World) -> None:
    version = accepted(world)
    with scoped(staff_scope(world.olga.pk)), pytest.raises(Changed):
        actions.withdraw(version, by=world.olga, now=NOW)


def test_an_amendment_ends_the_former_wordings_hold_on_its_day(world: World) -> None:
    first = accepted(world)
    second = accept(world, amended(world, first, date(2026, 8, 1)))
    assert (second.version, second.holds_to_at) == (2, None)
    assert again(first).holds_to_at == second.holds_from_at == datetime(2026, 7, 31, 22, tzinfo=UTC)
    later = ProcrastinateJob.objects.filter(task_name="rejudge", scheduled_at=second.holds_from_at)
    assert later.count() == 1


def test_an_amendment_that_comes_before_one_not_yet_begun_replaces_it(world: World) -> None:
    first = accepted(world)
    second = accept(world, amended(world, first, date(2026, 8, 1)))
    third = accept(world, amended(world, second, date(2026, 7, 15)))
    assert again(first).holds_to_at == third.holds_from_at
    assert again(second).holds_to_at == again(second).holds_from_at
    assert third.holds_to_at is None


def test_one_wording_is_under_way_at_a_time(world: World) -> None:
    first = accepted(world)
    amended(world, first, date(2026, 8, 1))
    with scoped(staff_scope(world.olga.pk)), pytest.raises(StillUnderWay) as refusal:
        actions.amend(first, by=world.olga, starts_on=date(2026, 9, 1), now=NOW)
    assert refusal.value.version == 2


def test_a_change_whose_day_has_passed_is_not_accepted(world: World) -> None:
    second = amended(world, accepted(world), date(2026, 6, 2))
    with pytest.raises(TooLate):
        accept(world, second, NOW + timedelta(days=3))
    assert again(second).status == VersionStatus.OFFERED


def test_the_database_itself_refuses_two_wordings_at_once(world: World) -> None:
    first = accepted(world)
    second = amended(world, first, date(2026, 8, 1))
    with scoped(ENGINE), pytest.raises(Exception, match="wordings_do_not_overlap"):
        ContractVersion.objects.filter(pk=second.pk).update(
            status=VersionStatus.ACCEPTED, accepted_at=NOW, accepted_fingerprint=second.fingerprint
        )


def test_a_contract_withdrawn_at_first_begins_anew_with_the_next_version(world: World) -> None:
    first = offered(world)
    with scoped(staff_scope(world.olga.pk)):
        actions.withdraw(first, by=world.olga, now=NOW)
    second = accept(world, amended(world, first, date(2026, 6, 1)))
    assert second.version == 2
    assert text_of("SHOP-1") != second.text
