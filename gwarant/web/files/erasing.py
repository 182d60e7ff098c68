"""Erasing a file's bytes for good: an owner's act, with a reason, looked at twice, on the record."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from gwarant.accounts.models import StaffRole
from gwarant.files.models import About, Attachment
from gwarant.intake.models import RawMail
from gwarant.ledger.filing import ErasedAlready, erase
from gwarant.web.access import AuthedRequest, staff
from gwarant.web.moment import now
from gwarant.web.typed import WordsField

LONGEST = 500
PAGES = {About.TICKET: "desk:ticket", About.CONTRACT: "desk:contract", About.CUSTOMER: "desk:customer"}


class ErasureForm(forms.Form):
    """Why the bytes go; `sure` once the second page was read."""

    reason = WordsField(
        label=gettext_lazy("Why is it erased?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Whoever sees where the file stood reads this, the customer too. Name nobody in it."),
        error_messages={"required": gettext_lazy("Write why the file is erased.")},
    )
    sure = forms.BooleanField(required=False, widget=forms.HiddenInput)


@require_http_methods(["GET", "POST"])
@staff(StaffRole.OWNER)
def erasure(request: AuthedRequest, pk: int) -> HttpResponse:
    """What would be erased and what stays; then, with a reason, the same once more; then it is gone."""
    related = Attachment.objects.select_related("customer", "added_by", "erasure__by")
    found = get_object_or_404(related, pk=pk)
    form = ErasureForm(request.POST if request.method == "POST" else None)
    if request.method == "GET":
        return _page(request, found, form, 200)
    if not form.is_valid():
        return _page(request, found, form, 422)
    if not form.cleaned_data["sure"] and found.erased_at is None:
        return _page(request, found, form, 200)
    try:
        erase(found, by=request.user, reason=form.cleaned_data["reason"], now=now())
    except ErasedAlready:
        return _page(request, related.get(pk=pk), form, 409)
    messages.success(
        request, _("%(name)s is erased. That it was there, and why it went, stays.") % {"name": found.name}
    )
    return HttpResponseRedirect(place_of(found), status=303)


def place_of(file: Attachment) -> str:
    """The page on which the file stands."""
    return reverse(PAGES[About(file.about)], args=[file.subject])


def _page(request: AuthedRequest, file: Attachment, form: ErasureForm, status: int) -> HttpResponse:
    others = Attachment.objects.filter(sha256=file.sha256, erased_at=None).exclude(pk=file.pk).order_by("pk")
    context: dict[str, Any] = {
        "file": file,
        "href": place_of(file),
        "form": form,
        "is_second_look": form.is_bound and status == 200,
        "others": [(one, place_of(one)) for one in others],
        "mails": RawMail.objects.filter(event__uid=file.part).order_by("pk") if file.part else (),
        "crumbs": [(place_of(file), file.subject)],
    }
    return render(request, "files/erasure.html", context, status=status)
