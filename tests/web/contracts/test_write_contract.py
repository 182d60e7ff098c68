import pytest
from django.test import Client
from paper import draft, offered, signed_in, stored, text_of

from gwarant.contracts.models import Contract, VersionStatus
from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World

NEW = "/desk/contracts/new?customer=SHOP"
FORM = "/desk/contracts/SHOP-1/1/edit"
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


def test_the_second_who_saves_keeps_what_was_typed_and_sees_what_changed(world: World, olga: Client) -> None:
    draft(world)
    form = form_data(olga)
    olga.post(FORM, {**form, "fee.monthly": "2000"})
    answer = olga.post(FORM, {**form, "fee.monthly": "3000"})
    assert answer.status_code == 409
    assert 'value="3000"' in answer.content.decode()
    assert "monthly: 2000" in stored().text
    again = olga.post(FORM, {**form, "fee.monthly": "3000", "seen": answer.context["form"].data["seen"]})
    assert again.status_code == 302
    assert "monthly: 3000" in stored().text


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


def test_saving_and_offering_at_once(world: World, olga: Client) -> None:
    draft(world)
    assert olga.post(FORM, {**form_data(olga), "then": "offer"}).status_code == 302
    assert stored().status == VersionStatus.OFFERED


def test_an_offer_with_blanks_is_refused_and_shows_them(world: World, olga: Client) -> None:
    draft(world, fee__monthly="")
    answer = olga.post("/desk/contracts/SHOP-1/1/offer")
    assert answer.status_code == 422
    assert "fee.monthly" in answer.content.decode()
    assert stored().status == VersionStatus.DRAFT


def test_what_was_offered_is_no_longer_written(world: World, olga: Client) -> None:
    version = offered(world)
    assert olga.get(FORM).status_code == 302
    answer = olga.post(YAML, {"text": "other", "seen": version.mark})
    assert answer.status_code == 409
    assert olga.post("/desk/contracts/SHOP-1/1/offer").status_code == 409


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


def form_data(client: Client) -> dict[str, object]:
    """What a browser would send back of the form as it stands."""
    form = client.get(FORM).context["form"]
    values = {field.name: field.value() for field in form}
    return {name: value for name, value in values.items() if value not in (None, "", [])}
