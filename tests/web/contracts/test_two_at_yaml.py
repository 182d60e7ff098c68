"""Two people at one draft as YAML: what each wrote is kept, and where both wrote somebody decides."""

from typing import Any

import pytest
from as_browser import posted_by
from django.test import Client
from paper import draft, signed_in, stored, text_of

from gwarant.demo.cast import World

YAML = "/desk/contracts/SHOP-1/1/yaml"
MARKS = ("<" * 7, "=" * 7, ">" * 7)
ODD = [
    text_of("SHOP-1"),
    text_of("SHOP-1").replace("\n", "\r\n"),
    "\n\n" + text_of("SHOP-1"),
    text_of("SHOP-1") + "\n\n",
    text_of("SHOP-1").rstrip("\n"),
    text_of("SHOP-1").replace("\n", "\r\n", 3) + "# ąę “x”\t\n",
]


@pytest.fixture
def olga(world: World) -> Client:
    return signed_in(world.olga)


@pytest.fixture
def marek(world: World) -> Client:
    return signed_in(world.marek)


def form(client: Client) -> dict[str, Any]:
    return {**posted_by(client.get(YAML).content.decode()), "then": "save"}


def edited(data: dict[str, Any], was: str, now: str) -> dict[str, Any]:
    [text] = data["text"]
    assert was in text
    return {**data, "text": [text.replace(was, now)]}


@pytest.mark.parametrize("number", range(len(ODD)))
def test_an_untouched_text_is_saved_as_the_same_bytes(world: World, olga: Client, number: int) -> None:
    version = draft(world, text=ODD[number])
    assert olga.post(YAML, form(olga)).status_code == 302
    assert (stored().text, stored().changed_at) == (ODD[number], version.changed_at)


@pytest.mark.parametrize("number", range(len(ODD)))
def test_a_changed_line_changes_no_other(world: World, olga: Client, number: int) -> None:
    draft(world, text=ODD[number])
    olga.post(YAML, edited(form(olga), "1200.00", "1300.00"))
    assert stored().text == ODD[number].replace("1200.00", "1300.00")


@pytest.mark.parametrize("number", range(len(ODD)))
def test_different_lines_of_two_people_are_both_kept(world: World, olga: Client, marek: Client, number: int) -> None:
    draft(world, text=ODD[number])
    first, second = form(marek), form(olga)
    marek.post(YAML, edited(first, "1200.00", "1300.00"))
    answer = olga.post(YAML, edited(second, " 200.00", " 222.00"), follow=True)
    text = ODD[number].replace("1200.00", "1300.00").replace(" 200.00", " 222.00")
    assert stored().text == text
    assert any(world.marek.name in str(one) for one in answer.context["messages"])


def test_an_untouched_form_overwrites_nobody(world: World, olga: Client, marek: Client) -> None:
    draft(world)
    old = form(olga)
    marek.post(YAML, edited(form(marek), "1200.00", "1300.00"))
    assert olga.post(YAML, old).status_code == 302
    assert ("1300.00" in stored().text, stored().changed_by_id) == (True, world.marek.pk)


def test_two_fields_in_one_line_are_both_kept(world: World, olga: Client, marek: Client) -> None:
    text = text_of("SHOP-1").replace("fee: {monthly: 1200.00}", "fee: {monthly: 1200.00, due: P14D}  # ours")
    draft(world, text=text)
    first, second = form(marek), form(olga)
    marek.post(YAML, edited(first, "1200.00", "1300.00"))
    assert olga.post(YAML, edited(second, "due: P14D", "due: P30D")).status_code == 302
    assert "fee: {monthly: 1300.00, due: P30D}  # ours" in stored().text


def test_the_same_line_is_decided_by_whoever_saves_last(world: World, olga: Client, marek: Client) -> None:
    draft(world)
    first, second = form(marek), form(olga)
    marek.post(YAML, edited(first, "1200.00", "1300.00"))
    answer = olga.post(YAML, edited(edited(second, "1200.00", "1400.00"), " 200.00", " 222.00"))
    page = answer.content.decode()
    assert answer.status_code == 409
    for word in ("1200.00", "1300.00", "1400.00", world.marek.name, "&lt;&lt;&lt;&lt;&lt;&lt;&lt;"):
        assert word in page
    again = posted_by(page)
    assert olga.post(YAML, {**again, "then": "save"}).status_code == 422
    assert "1300.00" in stored().text
    assert "222.00" not in stored().text
    [typed] = again["text"]
    chosen = "\r\n".join(line for line in typed.split("\r\n") if line[:7] not in MARKS and "1300.00" not in line)
    assert olga.post(YAML, {**again, "text": chosen, "then": "save"}).status_code == 302
    assert stored().text == text_of("SHOP-1", fee__monthly="1400").replace(" 200.00", " 222.00")


def test_a_third_person_between_is_asked_about_again(world: World, olga: Client, marek: Client) -> None:
    draft(world)
    first, second = form(marek), form(olga)
    marek.post(YAML, edited(first, "1200.00", "1300.00"))
    again = posted_by(olga.post(YAML, edited(second, "1200.00", "1400.00")).content.decode())
    marek.post(YAML, edited(form(marek), "1300.00", "1500.00"))
    [typed] = again["text"]
    chosen = "\r\n".join(line for line in typed.split("\r\n") if line[:7] not in MARKS and "1300.00" not in line)
    answer = olga.post(YAML, {**again, "text": chosen, "then": "save"})
    assert (answer.status_code, "1500.00" in stored().text) == (409, True)


def test_a_text_of_unknown_origin_is_decided_line_by_line(world: World, olga: Client) -> None:
    draft(world)
    for seen, base in (("", ""), ("0" * 16, "a: ["), ("0" * 16, text_of("SHOP-1"))):
        data = {"text": text_of("SHOP-1", fee__monthly="9"), "seen": seen, "base": base}
        answer = olga.post(YAML, data)
        assert (answer.status_code, stored().text) == (409, text_of("SHOP-1"))
        assert len(answer.context["places"]) == 1


def test_changes_that_make_no_contract_together_are_not_saved(world: World, olga: Client, marek: Client) -> None:
    draft(world)
    first, second = form(marek), form(olga)
    marek.post(YAML, edited(first, "\r\nfee:", "\r\nreopen: {within: P20D}\r\nfee:"))
    [text] = second["text"]
    answer = olga.post(YAML, {**second, "text": text.rstrip() + "\r\nreopen: {within: P30D}\r\n"})
    assert answer.status_code == 409
    assert ("P20D" in stored().text, "P30D" in stored().text) == (True, False)
    assert [word in posted_by(answer.content.decode())["text"][0] for word in ("P20D", "P30D")] == [True, True]


def test_what_was_typed_into_a_draft_that_was_offered_meanwhile_stands_on_the_page(world: World, olga: Client) -> None:
    version = draft(world)
    old = form(olga)
    olga.post("/desk/contracts/SHOP-1/1/offer", {"seen": version.mark})
    answer = olga.post(YAML, edited(old, "1200.00", "1777.00"))
    assert (answer.status_code, "1777.00" in answer.content.decode()) == (409, True)


def test_checking_keeps_what_the_text_was_made_from(world: World, olga: Client, marek: Client) -> None:
    draft(world)
    old = form(olga)
    marek.post(YAML, edited(form(marek), "1200.00", "1300.00"))
    answer = olga.post(YAML, edited(old, " 200.00", " 222.00") | {"then": "check"})
    olga.post(YAML, {**posted_by(answer.content.decode()), "then": "save"})
    assert [word in stored().text for word in ("1300.00", "222.00")] == [True, True]
