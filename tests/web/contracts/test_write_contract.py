from typing import Any

import pytest
from as_browser import posted_by
from django.test import Client
from paper import accepted, draft, offered, signed_in, stored, text_of

from gwarant.contracts.models import Contract, VersionStatus
from gwarant.customers.models import CustomerRole, Membership
from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World

NEW = "/desk/contracts/new?customer=SHOP"
FORM = "/desk/contracts/SHOP-1/1/edit"
OFFER = "/desk/contracts/SHOP-1/1/offer"
DISCARD = "/desk/contracts/SHOP-1/1/discarding"
ANNEX = "# our own\nannexes: [{kind: gdpr_processing, breach_notice: 24h}]"
YAML = "/desk/contracts/SHOP-1/1/yaml"


@pytest.fixture
def olga(world: World) -> Client:
    return signed_in(world.olga)


def test_the_packages_stand_side_by_side(olga: Client) -> None:
    page = olga.get(NEW).content.decode()
    for word in ("Basic", "Business", "Premium", "SHOP-C1", "Sklep internetowy", "99,9%"):
        assert word in page


def test_a_new_contract_knows_both_sides_the_systems_and_the_caretaker(olga: Client) -> None:
    told = {"package": "package/premium@2026.1", "number": "S-7", "systems": ["erp"], "starts_on": "2027-01-01"}
    answer = olga.post(NEW, told)
    assert (answer.status_code, answer["Location"]) == (302, "/desk/contracts/S-7/1/edit")
    text = stored("S-7").text
    for word in ("Softhouse Example", "Acme Shop", "Integracja z ERP", "2027-01-01", "premium", "Alicja Adamska"):
        assert word in text


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"number": "a/b"}, "number"),
        ({"number": ""}, "number"),
        ({"number": "x\0y"}, "number"),
        ({"package": "package/none"}, "package"),
        ({"systems": []}, "systems"),
        ({"systems": ["booking"]}, "systems"),
        ({"starts_on": "soon"}, "starts_on"),
    ],
)
def test_a_new_contract_with_bad_input_names_the_field(olga: Client, wrong: dict[str, object], field: str) -> None:
    told = {"package": "package/basic@2026.1", "number": "S-7", "systems": ["shop"], "starts_on": "", **wrong}
    answer = olga.post(NEW, told)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    with scoped(ENGINE):
        assert not Contract.objects.exists()


def test_a_number_that_is_taken_is_refused(world: World, olga: Client) -> None:
    draft(world)
    answer = olga.post(NEW, {"package": "package/basic@2026.1", "number": "SHOP-1", "systems": ["shop"]})
    assert (answer.status_code, "number" in answer.context["form"].errors) == (422, True)


def test_the_form_shows_each_clause_with_its_usual_value(world: World, olga: Client) -> None:
    draft(world, targets__critical__response="30m")
    page = olga.get(FORM).content.decode()
    for word in ('name="targets.critical.response"', "1 godzina, przez całą dobę", 'value="30m"', "is-own"):
        assert word in page


def test_an_own_value_is_kept_and_a_blank_one_lets_the_package_speak(world: World, olga: Client) -> None:
    version = draft(world, fee__due="P30D")
    form = form_data(olga)
    answer = olga.post(FORM, {**form, "fee.monthly": "1 500,50", "fee.due": "", "seen": version.mark})
    assert answer.status_code == 302
    assert "monthly: 1500.50" in stored().text
    assert "P30D" not in stored().text


def test_what_cannot_be_understood_is_refused_and_kept(world: World, olga: Client) -> None:
    draft(world)
    answer = olga.post(FORM, {**form_data(olga), "fee.monthly": "a lot", "targets.serious.response": "soonish"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert {"fee.monthly", "targets.serious.response"} <= set(answer.context["form"].errors)
    assert 'value="a lot"' in page
    assert 'value="soonish"' in page
    assert "1200" in stored().text


@pytest.mark.parametrize("value", ["x" * 1_000_000, "\0", "\ud83d", "[*a", "${}", "<script>alert(1)</script>"])
def test_strange_values_of_a_clause_are_no_fault(world: World, olga: Client, value: str) -> None:
    draft(world)
    body = {**form_data(olga), "fee.monthly": value.encode("utf-8", "replace").decode()}
    answer = olga.post(FORM, body)
    assert answer.status_code == 422
    assert "<script>alert" not in answer.content.decode()


def test_a_field_that_two_people_touched_is_shown_with_both_values(world: World, olga: Client) -> None:
    draft(world)
    form = form_data(olga)
    olga.post(FORM, {**form, "fee.monthly": "2000"})
    answer = olga.post(FORM, {**form, "fee.monthly": "3000", "fee.due": "P21D"})
    assert answer.status_code == 409
    assert 'value="3000"' in answer.content.decode()
    assert ["1200.00" in one and "2000.00" in one for one in answer.context["form"].errors["fee.monthly"]] == [True]
    assert list(answer.context["form"].errors) == ["fee.monthly"]
    assert "monthly: 2000" in stored().text
    assert olga.post(FORM, posted_by(answer.content.decode())).status_code == 302
    assert ("monthly: 3000.00" in stored().text, "due: P21D" in stored().text) == (True, True)


def test_two_people_who_touch_different_fields_keep_both(world: World, olga: Client) -> None:
    draft(world)
    first, second = form_data(olga), form_data(olga)
    olga.post(FORM, {**first, "fee.monthly": "2000", "term.notice": "P3M"})
    answer = olga.post(FORM, {**second, "hours.rates.above": "333"}, follow=True)
    assert any("meanwhile" in str(one) or "międzyczasie" in str(one) for one in answer.context["messages"])
    text = stored().text
    assert [word in text for word in ("monthly: 2000.00", "above: 333.00", "notice: P3M")] == [True, True, True]


def test_a_form_whose_text_is_not_known_any_more_overwrites_nothing(world: World, olga: Client) -> None:
    draft(world)
    form = {**form_data(olga), "seen": "0" * 16, "base": "a: [", "fee.monthly": "9"}
    answer = olga.post(FORM, form)
    assert (answer.status_code, "1200" in stored().text) == (409, True)


def test_what_would_change_is_shown_and_nothing_is_saved(world: World, olga: Client) -> None:
    version = draft(world)
    answer = olga.post(
        FORM, {**form_data(olga), "fee.monthly": "1500", "then": "look"}, headers={"accept-language": "en"}
    )
    assert (answer.status_code, stored().text) == (200, version.text)
    [(_title, was, now)] = answer.context["clauses_changed"]
    [(_section, before, after)] = answer.context["sentences_changed"]
    assert [("200" in one, "500" in other) for one, other in ((was, now), (before, after))] == [(True, True)] * 2
    olga.post(FORM, posted_by(answer.content.decode()))
    assert stored().text == version.text.replace("1200.00", "1500.00")


def test_what_has_no_field_stands_there_and_is_kept(world: World, olga: Client) -> None:
    text = text_of("SHOP-1").replace("\nfee:", f"\n{ANNEX}\nfee:")
    draft(world, text=text)
    page = olga.get(FORM).content.decode()
    assert "breach_notice" in page
    assert olga.post(FORM, posted_by(page)).status_code == 302
    assert stored().text == text


def test_a_further_system_brings_its_own_promise(world: World, olga: Client) -> None:
    draft(world)
    olga.post(FORM, {**form_data(olga), "add_system": "erp"})
    assert "erp-up" in stored().text


def test_the_yaml_stands_with_its_problems_beside_it(world: World, olga: Client) -> None:
    draft(world, fee__monthly="")
    page = olga.get(YAML).content.decode()
    assert "fee.monthly" in page
    assert 'id="findings"' in page


def test_check_looks_and_saves_nothing(world: World, olga: Client) -> None:
    version = draft(world)
    broken = version.text.replace("critical", "crtical")
    answer = olga.post(YAML, {"text": broken, "seen": version.mark, "then": "check"})
    assert (answer.status_code, stored().text) == (200, version.text)
    fragment = olga.post("/desk/contracts/SHOP-1/1/check", {"text": "a: ["}, headers={"hx-request": "true"})
    assert "<html" not in fragment.content.decode()
    assert "YAML" in fragment.content.decode()


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("a: [", "YAML"),
        ("x: " + "y" * 1_000_000, "100000"),
        ("a: \ufffd", "UTF-8"),
        ("a: \0", "null"),
        ("", ""),
        ("[" * 9000, "deeply"),
        ("a: &a [1,1,1,1,1,1,1,1,1]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\n"
         "d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: [*e,*e]\n", "too large"),
    ],
)  # fmt: skip
def test_yaml_that_cannot_be_used_gets_a_sentence_and_stays_in_the_editor(
    world: World, olga: Client, text: str, word: str
) -> None:
    version = draft(world)
    for address in (YAML, "/desk/contracts/SHOP-1/1/check"):
        answer = olga.post(address, {"text": text, "seen": version.mark}, headers={"accept-language": "en"})
        assert answer.status_code == (422 if address == YAML else 200)
    assert stored().text == version.text


def test_bytes_that_are_no_utf8_get_a_sentence(world: World, olga: Client) -> None:
    draft(world)
    answer = olga.post(YAML, b"text=a%3A+%ff%fe", content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 422


def test_the_second_who_saves_yaml_keeps_what_was_typed(world: World, olga: Client) -> None:
    version = draft(world)
    mine, theirs = (text_of("SHOP-1", fee__monthly=fee) for fee in ("1", "2"))
    olga.post(YAML, {"text": theirs, "seen": version.mark})
    answer = olga.post(YAML, {"text": mine, "seen": version.mark})
    assert answer.status_code == 409
    assert "monthly: 1" in answer.content.decode()
    assert stored().text == theirs


def test_saving_leads_to_what_the_customer_will_read_and_confirming_offers_it(world: World, olga: Client) -> None:
    draft(world)
    answer = olga.post(FORM, {**form_data(olga), "fee.due": "P20D", "then": "offer"})
    assert (answer["Location"], stored().status) == (OFFER, VersionStatus.DRAFT)
    page = olga.get(OFFER)
    assert "Cora Czarnecka" in page.content.decode()
    assert "20 dni" in page.content.decode()
    assert olga.post(OFFER, posted_by(page.content.decode()))["Location"] == "/desk/contracts/SHOP-1"
    assert stored().status == VersionStatus.OFFERED


def test_the_confirmation_tells_the_changes_against_the_version_in_force(world: World, olga: Client) -> None:
    first = accepted(world)
    olga.post("/desk/contracts/SHOP-1/amendment", {"starts_on": "2027-08-01"})
    version = stored(version=2)
    second = {"text": f"{version.text}reopen: {{within: P30D}}\n", "seen": version.mark}
    olga.post("/desk/contracts/SHOP-1/2/yaml", second)
    changes = [
        page["changes"] for _language, _name, page in olga.get("/desk/contracts/SHOP-1/2/offer").context["readings"]
    ]
    assert [("14" in was, "30" in now) for told in changes for _section, was, now in told] == [(True, True)]
    assert first.version == 1


def test_a_confirmation_of_another_text_offers_nothing(world: World, olga: Client) -> None:
    version = draft(world)
    olga.post(YAML, {"text": text_of("SHOP-1", fee__monthly="7"), "seen": version.mark})
    assert olga.post(OFFER, {"seen": version.mark}).status_code == 409
    assert olga.post(OFFER).status_code == 200
    assert stored().status == VersionStatus.DRAFT


def test_nobody_was_told_where_nobody_could_be(world: World, olga: Client) -> None:
    draft(world)
    with scoped(ENGINE):
        Membership.objects.filter(customer=world.customers["SHOP"]).update(role=CustomerRole.REQUESTER)
    page = olga.get(OFFER).content.decode()
    assert "/desk/customers/SHOP" in page
    answer = olga.post(OFFER, posted_by(page), follow=True, headers={"accept-language": "en"})
    assert [one.level_tag for one in answer.context["messages"]] == ["warning"]
    assert stored().status == VersionStatus.OFFERED


def test_a_draft_is_discarded_once_and_stays_on_the_record(world: World, olga: Client) -> None:
    version = draft(world)
    assert [olga.post(DISCARD, {"seen": version.mark}).status_code for _ in range(2)] == [302, 409]
    found = stored()
    assert (found.status, found.changed_by_id, found.text) == (VersionStatus.DISCARDED, world.olga.pk, version.text)
    assert world.olga.name in olga.get("/desk/contracts/SHOP-1").content.decode()
    assert signed_in(world.cora).get("/portal/contracts/SHOP-1/1").status_code == 404
    assert olga.post("/desk/contracts/SHOP-1/amendment", {"starts_on": "2027-08-01"}).status_code == 302
    assert stored(version=2).status == VersionStatus.DRAFT


def test_what_was_offered_or_changed_meanwhile_is_not_discarded(world: World, olga: Client) -> None:
    version = draft(world)
    assert olga.post(DISCARD, {"seen": "0" * 16}).status_code == 409
    olga.post(OFFER, {"seen": version.mark})
    assert olga.post(DISCARD, {"seen": version.mark}).status_code == 409
    assert stored().status == VersionStatus.OFFERED


def test_an_offer_with_blanks_is_refused_and_shows_them(world: World, olga: Client) -> None:
    version = draft(world, fee__monthly="")
    for answer, status in ((olga.get(OFFER), 200), (olga.post(OFFER, {"seen": version.mark}), 422)):
        assert answer.status_code == status
        assert "fee.monthly" in answer.content.decode()
    assert stored().status == VersionStatus.DRAFT


def test_what_was_offered_is_no_longer_written(world: World, olga: Client) -> None:
    version = offered(world)
    assert olga.get(FORM).status_code == 302
    answer = olga.post(YAML, {"text": "other", "seen": version.mark})
    assert answer.status_code == 409
    assert olga.post(OFFER, {"seen": version.mark}).status_code == 409


@pytest.mark.parametrize("who", ["alice", "ben", "ada"])
def test_others_of_the_house_read_and_do_not_write(world: World, who: str) -> None:
    offered(world)
    client = signed_in(world.people[who])
    assert [client.get(path).status_code for path in ("/desk/contracts/SHOP-1", "/desk/contracts/SHOP-1/1")] == [
        200,
        200,
    ]
    assert client.get(NEW).status_code == 403
    assert client.post("/desk/contracts/SHOP-1/1/withdrawal").status_code == 403


@pytest.mark.parametrize("who", ["cora", "zoe"])
def test_customers_have_no_way_to_the_desk(world: World, who: str) -> None:
    draft(world)
    client = signed_in(world.people[who])
    for path in (NEW, FORM, YAML, "/desk/contracts/SHOP-1"):
        assert client.get(path).status_code == 404


def form_data(client: Client) -> dict[str, Any]:
    """What a browser would send back of the form as it stands."""
    return posted_by(client.get(FORM).content.decode())
