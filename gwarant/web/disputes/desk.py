"""The house's side of disputes: what waits, and the answer."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from gwarant.reports.disputes.answering import accept, refuse
from gwarant.reports.disputes.answers import NotAnswered
from gwarant.reports.disputes.correcting import corrections_since
from gwarant.reports.disputes.models import Dispute
from gwarant.web.access import EVERYBODY_INSIDE, AuthedRequest, staff
from gwarant.web.disputes.page import dispute_of, lines_of, page_of, ways_of
from gwarant.web.disputes.words import not_answered, row_words
from gwarant.web.moment import now
from gwarant.web.months.closing import CLOSERS, may_close
from gwarant.web.typed import LineField, WordsField

MOST, SHOWN = 100, 30


class _AnswerForm(forms.Form):
    decided_by = LineField(
        label=gettext_lazy("Decided by"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Only where somebody else settled it, as the contract says: a mediator, both boards."),
    )


class RefusalForm(_AnswerForm):
    """Why it stays."""

    text = WordsField(
        label=gettext_lazy("Why it stays as it was stated"),
        error_messages={"required": gettext_lazy("Please say why: the client reads it.")},
    )
    field_order = ("text", "decided_by")


class AcceptanceForm(_AnswerForm):
    """What corrects it."""

    ref = forms.ChoiceField(
        label=gettext_lazy("What corrects it"),
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Choose what corrects it: it has to be written down before.")},
    )
    other = LineField(
        label=gettext_lazy("Another row, by its name in the evidence"),
        required=False,
        max_length=80,
        help_text=gettext_lazy("More was written down since than stands here."),
    )
    text = WordsField(label=gettext_lazy("To the client"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    field_order = ("ref", "other", "text", "decided_by")

    def __init__(self, data: Any = None, *, rows: list[tuple[str, str]]) -> None:
        super().__init__(data, prefix="accept")
        self.fields["ref"].choices = rows[:SHOWN]  # type: ignore[attr-defined]
        self.known = {uid for uid, _words in rows}
        if len(rows) <= SHOWN:
            del self.fields["other"]

    def clean(self) -> dict[str, Any]:
        """What was typed comes before what was chosen."""
        typed: dict[str, Any] = super().clean() or {}
        other = typed.pop("other", "")
        if "ref" in typed:
            typed["ref"] = other or typed["ref"]
            if typed["ref"] not in self.known:
                self.add_error("other" if other else "ref", not_answered()["uncorrected"])
        return typed


@require_GET
@staff(*EVERYBODY_INSIDE)
def listed(request: AuthedRequest) -> HttpResponse:
    """Those that nobody has answered, the oldest first."""
    return render(request, "disputes/list.html", {"lines": lines_of(list(Dispute.objects.told().waiting()[:MOST]))})


@require_GET
@staff(*EVERYBODY_INSIDE)
def shown(request: AuthedRequest, pk: int) -> HttpResponse:
    """One dispute of a client, and the ways to answer it."""
    return _page(request, dispute_of(request, pk))


@require_POST
@staff(*CLOSERS)
def refusal(request: AuthedRequest, pk: int) -> HttpResponse:
    """It stays as it was stated, and why."""
    found, form = dispute_of(request, pk), RefusalForm(request.POST)
    if not form.is_valid():
        return _page(request, found, 422, refusing=form)
    try:
        refuse(found, **form.cleaned_data, by=request.user, now=now())
    except NotAnswered as problem:
        return _page(request, dispute_of(request, pk), 409, refusing=form, problem=not_answered()[str(problem)])
    messages.success(request, _("It stays, and the client is told why."))
    return redirect("desk:dispute", pk)


@require_POST
@staff(*CLOSERS)
def acceptance(request: AuthedRequest, pk: int) -> HttpResponse:
    """It is corrected by something that was written down since."""
    found = dispute_of(request, pk)
    form = AcceptanceForm(request.POST, rows=_rows(found))
    if not form.is_valid():
        return _page(request, found, 422, accepting=form)
    try:
        accept(found, **form.cleaned_data, by=request.user, now=now())
    except NotAnswered as problem:
        return _page(request, dispute_of(request, pk), 409, accepting=form, problem=not_answered()[str(problem)])
    messages.success(request, _("It is corrected, and the client is told. The next closing states the revision."))
    return redirect("desk:dispute", pk)


def _page(request: AuthedRequest, found: Dispute, status: int = 200, **more: Any) -> HttpResponse:
    page = page_of(found, "desk")
    may = may_close(request.user) and page["answer"] is None
    rows = _rows(found) if may else []
    context = {
        **page,
        "may_answer": may,
        "way": ways_of(found),
        "refusing": RefusalForm(),
        "accepting": AcceptanceForm(rows=rows) if rows else None,
        **more,
    }
    return render(request, "disputes/dispute.html", context, status=status)


def _rows(found: Dispute) -> list[tuple[str, str]]:
    """What was written down since, newest first: its id, and what it is."""
    return [
        (row.uid, f"{row.uid} · {row_words(row.type)} · {row.received_at:%Y-%m-%d %H:%M} UTC")
        for row in corrections_since(found)
    ]
