"""The summary of what is wrong in a form."""

from django import forms
from django.template.loader import render_to_string


class Asked(forms.Form):
    works = forms.CharField(label="Does it work?")
    name = forms.CharField(label="Name")


def test_the_summary_has_the_focus_and_no_colon_behind_a_question() -> None:
    page = render_to_string("_partials/form_problems.html", {"form": Asked({})})
    assert 'role="alert" tabindex="-1" autofocus' in page
    assert "Please fix 2 things." in page
    assert "Does it work?</a> This field" in page
    assert "Name</a>: This field" in page
