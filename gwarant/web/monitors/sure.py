"""A page that asks whether something is meant before it is done."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render

from gwarant.web.access import AuthedRequest

Crumbs = list[tuple[str, str]]


@dataclass(frozen=True)
class Question:
    """What is asked, what it would mean, and the words of the button that does it."""

    title: str
    words: tuple[str, ...]
    button: str


def asked(request: AuthedRequest, question: Question, crumbs: Crumbs, *, seen: int | None = None) -> HttpResponse:
    """The question; its button posts to the same address. The last of the crumbs is where one goes back to."""
    page = {"question": question, "crumbs": crumbs, "seen": seen, "back": crumbs[-1][0]}
    return render(request, "monitors/sure.html", page)
