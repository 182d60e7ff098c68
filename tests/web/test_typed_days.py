"""A form that asks about an odd day keeps what was typed, and takes the answer for exactly that day."""

from datetime import date, time
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.http import QueryDict

from gwarant.sla.bounds import CONTRACT
from gwarant.web.days import AskingForm, local_moment, twice

TODAY = date(2026, 11, 29)
WARSAW = ZoneInfo("Europe/Warsaw")


class Days(AskingForm):
    on = forms.DateField()
    systems = forms.MultipleChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.CheckboxSelectMultiple)

    def clean(self) -> dict[str, object]:
        self.look_at("on", CONTRACT, TODAY)
        self.ask()
        return self.cleaned_data


def typed(on: str, **more: str) -> Days:
    data = QueryDict(mutable=True)
    data.update({"on": on, **more})
    data.setlist("systems", ["a", "b"])
    return Days(data)


def test_a_usual_day_is_taken_without_a_question() -> None:
    form = typed("2027-01-01")
    assert (form.is_valid(), form.asks, sorted(form.cleaned_data)) == (True, False, ["on", "systems"])


@pytest.mark.parametrize(("on", "said"), [("2020-01-01", "far back"), ("2030-01-01", "far ahead")])
def test_an_odd_day_is_asked_about_and_everything_typed_stays(on: str, said: str) -> None:
    form = typed(on, sure="on")
    assert (form.is_valid(), form.asks) == (False, True)
    assert said in str(form.errors["on"])
    assert [form["on"].value(), form["systems"].value(), form["sure"].value()] == [on, ["a", "b"], False]


def test_the_answer_holds_for_the_day_that_was_asked_about() -> None:
    asked = typed("2020-01-01")
    assert not asked.is_valid()
    about = asked["sure_of"].value()
    assert typed("2020-01-01", sure="on", sure_of=about).is_valid()
    assert not typed("2020-01-02", sure="on", sure_of=about).is_valid()
    assert not typed("2020-01-01", sure_of=about).is_valid()


@pytest.mark.parametrize(
    ("on", "said"),
    [
        ("0027-01-01", "Did you mean 2027-01-01?"),
        ("1980-01-01", "The first day that can stand here is 1996"),
        ("2127-01-01", "Did you mean 2027-01-01?"),
        ("2099-01-01", "The last day that can stand here is 2046"),
    ],
)
def test_an_absurd_day_is_refused_with_what_would_be_right(on: str, said: str) -> None:
    form = typed(on, sure="on", sure_of=f"on={on}")
    assert (form.is_valid(), form.asks) == (False, True)
    assert said in str(form.errors["on"])


@pytest.mark.parametrize(
    ("at", "is_asked"), [(time(1, 59), False), (time(2, 0), True), (time(2, 59), True), (time(3, 0), False)]
)
def test_a_time_that_the_clocks_show_twice_is_doubted(at: time, is_asked: bool) -> None:
    moment = local_moment(date(2026, 10, 25), at, WARSAW)
    assert moment is not None
    assert bool(twice(moment, WARSAW)) is is_asked
    assert ("+0200" in twice(moment, WARSAW)) is is_asked


def test_a_time_that_the_clocks_skip_is_no_moment() -> None:
    assert local_moment(date(2026, 3, 29), time(2, 30), WARSAW) is None
