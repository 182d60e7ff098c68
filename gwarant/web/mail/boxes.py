"""Mailboxes that we read: how it goes, and for the owner to add, change, pause, end and try them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gwarant.accounts.models import StaffRole
from gwarant.engine.mailboxes import tokens_within
from gwarant.intake.changes import Deed, Kind, SettingChange, changes_of
from gwarant.intake.mailboxes.actions import (
    FACTS,
    MailboxChanged,
    MailboxFacts,
    NameTaken,
    WrongMailbox,
    add_mailbox,
    change_mailbox,
    pause_mailbox,
    read_soon,
    remove_mailbox,
)
from gwarant.intake.mailboxes.alarms import failing
from gwarant.intake.mailboxes.credentials import Missing, check_credential, credential_of, stored_in
from gwarant.intake.mailboxes.models import Entrance, Mailbox
from gwarant.intake.mailboxes.trial import try_out
from gwarant.intake.whose import is_nobodys
from gwarant.oauth import SignInFailed
from gwarant.oauth import sentence as sign_in_sentence
from gwarant.oauth.stored import Stored
from gwarant.web.access import LEADERS, AuthedRequest, staff
from gwarant.web.asked import one_of
from gwarant.web.mail.box_forms import FIELDS, MailboxForm
from gwarant.web.mail.box_words import Card, card_of, entrance_words, step_words
from gwarant.web.mail.changing import conflict, touched
from gwarant.web.mail.forms import EndForm
from gwarant.web.mail.words import change_words
from gwarant.web.moment import now

OWNER = (StaffRole.OWNER,)  # who names a host has this server connect to it
BLAMED = {  # by what is wrong with a credential: the field that says so, by the kind of sign-in
    Entrance.MICROSOFT: {"unknown_tenant": "tenant", "unreadable_key": "secret_key", "key_mismatch": "secret_key"},
    Entrance.GOOGLE: {"unreadable_key": "secret_file"},
}


@require_GET
@staff(*LEADERS)
def boxes(request: AuthedRequest) -> HttpResponse:
    """Each mailbox and how it goes; those that were ended."""
    at = now()
    ended = SettingChange.objects.filter(kind=Kind.MAILBOX, deed=Deed.ENDED).select_related("decided_by")
    page = {
        "rows": [(box, card_of(box, box.pk in _late(at), at)) for box in Mailbox.objects.order_by("name")],
        "ended": ended.order_by("-decided_at", "-pk")[:20],
        "may": _may(request),
        "crumbs": _crumbs()[:1],
    }
    return render(request, "mail/boxes.html", page)


@require_http_methods(["GET", "POST"])
@staff(*OWNER)
def new(request: AuthedRequest) -> HttpResponse:
    """One more mailbox; by what we sign in is chosen first, because each kind asks for something else."""
    entrance = one_of(request, "by", Entrance.values) or Entrance.PASSWORD.value
    form = MailboxForm(request.POST or None, entrance=entrance)
    if request.method == "GET":
        return _form(request, form, 200)
    credential = _credential(form, None, now()) if form.is_valid() else None
    if credential is None:
        return _form(request, form, 422)
    facts = MailboxFacts(**{name: form.cleaned_data[name] for name in FACTS if name in form.cleaned_data})
    try:
        made = add_mailbox(form.cleaned_data["name"], facts, credential, by=request.user, now=now())
    except WrongMailbox as wrong:
        _blame(form, wrong)
        return _form(request, form, 422)
    except NameTaken:
        form.add_error("name", _("There is a mailbox of this name already: change that one, or take another name."))
        return _form(request, form, 409)
    messages.success(request, _("%(name)s is read from now on. Try it now to see each step.") % {"name": made.name})
    return redirect("desk:mail_box", made.pk)


@require_GET
@staff(*LEADERS)
def box(request: AuthedRequest, pk: int) -> HttpResponse:
    """One mailbox: how it goes, where it is, what was decided about it."""
    return _shown(request, _box(pk))


@require_http_methods(["GET", "POST"])
@staff(*OWNER)
def edit(request: AuthedRequest, pk: int) -> HttpResponse:
    """Change what was touched, and nothing else; a secret that is left empty stays."""
    found = _box(pk)
    entrance = one_of(request, "by", Entrance.values) or found.entrance
    form = MailboxForm(request.POST or None, entrance=entrance, box=found)
    if request.method == "GET":
        return _form(request, form, 200, found)
    credential = _credential(form, found, now()) if form.is_valid() else None
    if credential is None:
        return _form(request, form, 422, found)
    is_new = credential != stored_in(found)
    try:
        changed = {name: value for name, value in touched(form).items() if name in FACTS}
        seen = form.cleaned_data["seen"]
        change_mailbox(found, changed, credential if is_new else None, seen=seen, by=request.user, now=now())
    except WrongMailbox as wrong:
        _blame(form, wrong)
        return _form(request, form, 422, found)
    except MailboxChanged as meanwhile:
        if meanwhile.box is None:
            raise Http404 from None
        again, changes = conflict(form, {name: getattr(meanwhile.box, name) for name in FACTS}, meanwhile.box.mark)
        return _form(request, again, 409, meanwhile.box, changes=changes, is_stale=True)
    messages.success(request, _("Saved."))
    return redirect("desk:mail_box", pk)


@require_POST
@staff(*OWNER)
def pause(request: AuthedRequest, pk: int) -> HttpResponse:
    """Stop reading it for a while."""
    return _paused(request, pk, False, _("%(name)s is paused: what comes meanwhile is read when it goes on."))


@require_POST
@staff(*OWNER)
def go_on(request: AuthedRequest, pk: int) -> HttpResponse:
    """Read it again, from where it was left."""
    return _paused(request, pk, True, _("%(name)s is read again, from where it was left."))


@require_POST
@staff(*OWNER)
def end(request: AuthedRequest, pk: int) -> HttpResponse:
    """Read it no more and forget its credential; what came from it stays."""
    found = _box(pk)
    form = EndForm(request.POST)
    if not form.is_valid():
        return _shown(request, found, 422, ending=form)
    told = form.cleaned_data
    try:
        remove_mailbox(found.name, why=told["why"], seen=told["seen"], by=request.user, now=now())
    except MailboxChanged as meanwhile:
        return _changed(request, meanwhile, ending=form)
    messages.success(request, _("%(name)s is ended; its credential is forgotten.") % {"name": found.name})
    return redirect("desk:mail_boxes")


@require_POST
@staff(*OWNER)
def trial(request: AuthedRequest, pk: int) -> HttpResponse:
    """Go as far as one comes, without reading anything, and say each step."""
    found = _box(pk)
    steps = [step_words(one, get_language() or "en") for one in try_out(found, now(), tokens_within())]
    is_well = all(one.tone == "fine" for one in steps)
    if is_well:
        read_soon(found, now())
    return _shown(request, _box(pk), steps=steps, is_well=is_well)


def _paused(request: AuthedRequest, pk: int, is_active: bool, told: str) -> HttpResponse:
    found, seen = _box(pk), request.POST.get("seen", "")[:40]
    try:
        pause_mailbox(found.name, is_active=is_active, seen=seen, by=request.user, now=now())
    except MailboxChanged as meanwhile:
        return _changed(request, meanwhile)
    messages.success(request, told % {"name": found.name})
    return redirect("desk:mail_box", pk)


def _changed(request: AuthedRequest, meanwhile: MailboxChanged, ending: EndForm | None = None) -> HttpResponse:
    if meanwhile.box is None:
        raise Http404
    more = {"ending": ending.again(meanwhile.box.mark)} if ending else {}
    return _shown(request, meanwhile.box, 409, is_stale=True, **more)


def _credential(form: MailboxForm, found: Mailbox | None, at: datetime) -> Stored | None:
    """The credential that the form gives, what is left empty as stored; None: the form says what is wrong with it."""
    told = form.cleaned_data
    try:
        made = credential_of(form.entrance, form.parts(), told["user"], stored_in(found) if found else None)
        check_credential(made, at)
    except Missing as missing:
        for part in missing.parts:
            form.add_error(FIELDS.get(part, part), _("It is needed too."))
        return None
    except SignInFailed as failed:
        blamed = BLAMED.get(Entrance(form.entrance), {}).get(failed.code, "")
        words = sign_in_sentence(failed, get_language() or "en")
        if failed.said == "service_account":
            words = _("This is no key file of a service account: paste the whole JSON file, as Google gave it out.")
        form.add_error(blamed if blamed in form.fields else None, words)
        return None
    return made


def _blame(form: MailboxForm, wrong: WrongMailbox) -> None:
    words = str(wrong)
    form.add_error(wrong.field if wrong.field in form.fields else None, f"{words[:1].upper()}{words[1:]}.")


def _box(pk: int) -> Mailbox:
    found = Mailbox.objects.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _late(at: datetime) -> set[int]:
    return {one.pk for one in failing(at)}


def _may(request: AuthedRequest) -> bool:
    return request.user.staff_role in OWNER


def _crumbs() -> list[tuple[str, str]]:
    return [(reverse("desk:mails"), _("Mail that came in")), (reverse("desk:mail_boxes"), _("Mailboxes"))]


def _shown(request: AuthedRequest, found: Mailbox, status: int = 200, **more: Any) -> HttpResponse:
    at = now()
    card: Card = card_of(found, found.pk in _late(at), at, works=more.get("is_well", False))
    page: Mapping[str, Any] = {
        "box": found,
        "card": card,
        "history": [(one, change_words(one)) for one in changes_of(Kind.MAILBOX, found.name)],
        "ending": EndForm(initial={"seen": found.mark}),
        "may": _may(request),
        "is_nobodys": is_nobodys([found.address]),
        "leads": request.user.staff_role in LEADERS,
        "crumbs": _crumbs(),
        **more,
    }
    return render(request, "mail/box.html", page, status=status)


def _form(
    request: AuthedRequest, form: MailboxForm, status: int, found: Mailbox | None = None, **more: Any
) -> HttpResponse:
    here = request.path
    tabs = [(f"{here}?by={one.value}", entrance_words(one), one == form.entrance, 0) for one in Entrance]
    crumbs = _crumbs() + ([(reverse("desk:mail_box", args=[found.pk]), found.name)] if found else [])
    page = {"form": form, "box": found, "tabs": tabs, "crumbs": crumbs, **more}
    return render(request, "mail/box_form.html", page, status=status)
