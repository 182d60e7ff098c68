"""Objecting in the portal and answering at the desk, by plain forms."""

from datetime import timedelta

from paper import signed_in

from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.monitoring.corrections.asking import ask, drafted, promised
from gwarant.monitoring.corrections.deciding import approve
from gwarant.monitoring.corrections.models import Correction
from gwarant.monitoring.objections.models import Objection
from gwarant.monitoring.objections.raising import object_to
from gwarant.web.moment import now

JUNE = "/portal/contracts/SHOP-2026-01/months/2026-06/availability/shop"
TYPED = {"text": "Nobody could buy.", "shown": "SHOP-7"}


def test_a_client_objects_within_the_days_and_reads_the_answer(house: World) -> None:
    here = now() - timedelta(minutes=2)
    month = JUNE.replace("2026-06", f"{here:%Y-%m}")
    portal, desk = signed_in(house.cora), signed_in(house.ben)
    form = portal.get(f"{month}/objection")
    assert form.status_code == 200
    assert f"{month}/objection" in portal.get(month).content.decode()
    assert f"{month}/objection" not in signed_in(house.cyryl).get(month).content.decode()
    typed = {**TYPED, "begins": f"{here - timedelta(minutes=9):%Y-%m-%dT%H:%M}", "ends": f"{here:%Y-%m-%dT%H:%M}"}
    wrong = portal.post(f"{month}/objection", {**typed, "text": ""})
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["text"])
    made = portal.post(f"{month}/objection", typed)
    assert made.status_code == 302
    with scoped(ENGINE):
        pk = Objection.objects.get().pk
    assert made.url == f"/portal/objections/{pk}"
    assert portal.post(f"{month}/objection", typed).status_code == 422  # it waits already

    assert f"/desk/objections/{pk}" in desk.get("/desk/corrections").content.decode()
    page = desk.get(f"/desk/objections/{pk}")
    (way,) = page.context["ways"]
    correction = desk.get(way[0])
    assert [value for value, _ in correction.context["form"].fields["reason"].choices] == ["was_down"]
    assert desk.post(f"/desk/objections/{pk}/refusal", {"text": " "}).status_code == 422
    assert desk.post(f"/desk/objections/{pk}/refusal", {"text": "It was up."}).status_code == 302
    again = desk.post(f"/desk/objections/{pk}/refusal", {"text": "It was up."})
    assert again.status_code == 409
    told = portal.get(f"/portal/objections/{pk}").content.decode()
    assert "It was up." in told
    assert f"/portal/objections/{pk}" in portal.get(month).content.decode()
    assert signed_in(house.dorota).get(f"/portal/objections/{pk}").status_code == 404


def test_after_the_days_it_is_refused_with_the_date(house: World) -> None:
    portal = signed_in(house.cora)
    assert "do 14 lipca 2026" in portal.get(JUNE).content.decode()
    assert '<form class="form"' not in portal.get(f"{JUNE}/objection").content.decode()
    stretch = {"begins": "2026-06-10T10:00", "ends": "2026-06-10T11:00"}
    late = portal.post(f"{JUNE}/objection", {**TYPED, **stretch})
    assert late.status_code == 422
    assert "do 14 lipca 2026" in str(late.context["form"].errors["begins"])
    assert portal.get(JUNE.replace("/shop", "/moon") + "/objection").status_code == 404
    assert portal.get(JUNE.replace("2026-06", "2016-06") + "/objection").status_code == 404


def test_what_was_left_out_and_counts_again_is_shown_as_taken_back_on_both_sides(house: World) -> None:
    here = now() - timedelta(minutes=2)
    stretch = here - timedelta(minutes=9), here
    with scoped(ENGINE):
        about = next(one for one in promised() if one.key == "SHOP-2026-01/shop")
        said = {"text": "They moved it.", "shown": "SHOP-7", "by": house.ben, "now": now()}
        first = approve(
            ask(drafted(about, *stretch, reason="client_action", **said), now=now()), by=house.marek, now=now()
        )
        told = {"text": "We did not.", "by": house.cora, "now": now()}
        objection = object_to(about.contract, about.service, *stretch, **told)
    desk = signed_in(house.ben)
    ways = desk.get(f"/desk/objections/{objection.pk}").context["ways"]
    address = next(href for href, _words, one in ways if one == first)
    form = desk.get(address).context["form"]
    assert form.fields["begins"].disabled
    assert desk.post(address, {"reason": "counts_again", "text": "They are right."}).status_code == 302
    with scoped(ENGINE):
        back = Correction.objects.get(excluded=first)
        assert (back.start_at, back.end_at, back.answers) == (first.start_at, first.end_at, objection)
    assert signed_in(house.marek).post(f"/desk/corrections/{back.pk}/approval").status_code == 302
    assert "counted, and was taken back" in desk.get(f"/desk/corrections/{first.pk}").content.decode()
    page = signed_in(house.cora).get(f"/portal/corrections/{back.pk}").content.decode()
    assert f"/portal/objections/{objection.pk}" in page
    assert (
        f"/portal/corrections/{back.pk}"
        in signed_in(house.cora).get(f"/portal/objections/{objection.pk}").content.decode()
    )
    assert desk.get(address).status_code == 404  # it counts again already
