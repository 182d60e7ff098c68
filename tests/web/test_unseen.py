"""Texts of characters that nobody sees, and what only seems to be one."""

import pytest
from django import forms

from gwarant.web.typed import LineField, WordsField

FILLERS = ("\u3164", "\uffa0", "\u115f\u1160", "\u2800", "\u00ad", "\u034f", "\u180e", "\ufe0f", "\U000e0041", "\u0301")


class Both(forms.Form):
    title = LineField()
    text = WordsField()


@pytest.mark.parametrize("unseen", [*FILLERS, " \u3164 \u2800\n", "\ue000"])
def test_a_text_that_nobody_sees_is_empty(unseen: str) -> None:
    form = Both({"title": unseen, "text": unseen})
    assert set(form.errors) == {"title", "text"}


@pytest.mark.parametrize("seen", ["ą", "e\u0301", "한국어", "👩\u200d💻", "?", "0", "±", "אב"])
def test_a_text_that_somebody_sees_stays_as_it_is(seen: str) -> None:
    form = Both({"title": seen, "text": seen})
    assert form.is_valid()
    assert form.cleaned_data == {"title": seen, "text": seen}
