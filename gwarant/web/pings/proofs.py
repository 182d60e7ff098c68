"""What shows that the duties of a contract were done: which job proves which, the last proofs, and one more by hand."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from gwarant.contracts.models import Contract
from gwarant.monitoring.models import Proof, Tie
from gwarant.monitoring.proving.tying import duties_of
from gwarant.monitoring.proving.writing import prove
from gwarant.pictures.faces import Tone
from gwarant.pictures.promises import every
from gwarant.sla.contract.model.promises import Duty
from gwarant.sla.evidence.model import ProofState
from gwarant.web.access import EVERYBODY_INSIDE, AuthedRequest, get_contract, staff
from gwarant.web.moment import now
from gwarant.web.templatetags.look import lang
from gwarant.web.typed import WordsField

SHOWN = 50
STATES = (
    (ProofState.PASSED.value, pgettext_lazy("a proof", "It was done")),
    (ProofState.FAILED.value, pgettext_lazy("a proof", "It failed")),
    (ProofState.COULD_NOT_CHECK.value, pgettext_lazy("a proof", "It could not be checked")),
)
TONES = {"passed": Tone.FINE, "failed": Tone.BREACHED, "could_not_check": Tone.UNKNOWN}


def _moment(label: Any, **more: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, widget=widget, **more)


class ProofForm(forms.Form):
    """One proof by hand."""

    duty = forms.ChoiceField(label=_("Duty"))
    state = forms.ChoiceField(label=_("What came of it"), choices=STATES, widget=forms.RadioSelect, initial="passed")
    at = _moment(_("When"), help_text=_("In your zone; when it was done, or looked at."))
    slot_at = _moment(
        _("For the slot around"),
        required=False,
        help_text=_("Only where that is another one: a duty with a deadline after its end is for the slot before."),
    )
    text = WordsField(
        label=_("What shows it"), help_text=_("A document, a link, who was there; kept as a hash in the evidence.")
    )

    def __init__(self, data: Any = None, *, duties: list[Duty], at: datetime) -> None:
        super().__init__(data)
        self.now = at
        self.fields["duty"].choices = [(one.id, one.label or one.id) for one in duties]  # type: ignore[attr-defined]

    def clean_at(self) -> datetime:
        return self._past(self.cleaned_data["at"])

    def clean_slot_at(self) -> datetime | None:
        told = self.cleaned_data.get("slot_at")
        return self._past(told) if told else None

    def _past(self, moment: datetime) -> datetime:
        if moment > self.now:
            raise forms.ValidationError(gettext("This is yet to come; write when it was."))
        return moment


@require_http_methods(["GET", "POST"])
@staff(*EVERYBODY_INSIDE)
def proofs(request: AuthedRequest, number: str) -> HttpResponse:
    """The duties of the contract; who works for it writes one more proof down."""
    contract, at = get_contract(request, number), now()
    duties = [duty for own, duty in duties_of(contract.customer) if own.pk == contract.pk]
    form = ProofForm(request.POST or None, duties=duties, at=at)
    if request.method == "GET":
        return _page(request, contract, duties, form, 200)
    if not request.user.may_change:
        raise PermissionDenied
    if not form.is_valid():
        return _page(request, contract, duties, form, 422)
    told = form.cleaned_data
    given = {"at": told["at"], "slot_at": told["slot_at"], "text": told["text"]}
    prove(contract, told["duty"], state=ProofState(told["state"]), **given, by=request.user, now=at)
    messages.success(request, gettext("Written down, as evidence."))
    return redirect("desk:proofs", number)


def _page(request: AuthedRequest, contract: Contract, duties: list[Duty], form: ProofForm, status: int) -> HttpResponse:
    ties = {one.duty: one.monitor for one in Tie.objects.filter(contract=contract).select_related("monitor")}
    last = Proof.objects.filter(contract=contract).select_related("monitor", "person").order_by("-at", "-pk")[:SHOWN]
    names, words = {one.id: one.label or one.id for one in duties}, dict(STATES)
    page = {
        "contract": contract,
        "form": form if duties else None,
        "may": request.user.may_change,
        "duties": [(one, every(str(one.every), lang()), ties.get(one.id)) for one in duties],
        "proofs": [(one, names.get(one.duty, one.duty), TONES[one.state], words[one.state]) for one in last],
        "unproven": [one.label or one.id for one in duties if one.id not in ties] if ties else [],
        "crumbs": [(reverse("desk:contract", args=[contract.number]), contract.number)],
    }
    return render(request, "monitors/proofs.html", page, status=status)
