"""A person's choices: which kinds of notices reach them by which medium."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gwarant.notify.actions import choose, wishes_of
from gwarant.notify.choices import Chosen, Wishes, is_fixed, usual
from gwarant.notify.kinds import KINDS, Kind
from gwarant.notify.media import ready
from gwarant.notify.medium import Medium, OwnAddress
from gwarant.web.access import AuthedRequest, person
from gwarant.web.moment import now


@dataclass(frozen=True)
class Cell:
    """One box: whether the medium carries the kind, and whether nobody can choose."""

    name: str
    label: str
    is_on: bool
    is_fixed: bool


@dataclass(frozen=True)
class Row:
    label: str
    why: str
    cells: tuple[Cell, ...]


class AddressesForm(forms.Form):
    """The addresses of the media that ask for one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, own in _asking().items():
            self.fields[f"address_{name}"] = forms.CharField(
                label=str(own.label),
                help_text=str(own.hint),
                required=False,
                max_length=own.most,
                widget=forms.TextInput(attrs={"type": own.type, "autocomplete": "off", "spellcheck": "false"}),
            )

    def clean(self) -> dict[str, Any]:
        for name, value in self.addresses.items():
            problem = _asking()[name].check(value, settings.ENV)
            if problem:
                self.add_error(f"address_{name}", problem)
        return self.cleaned_data

    @property
    def addresses(self) -> dict[str, str]:
        """By medium, without the empty ones."""
        return {name.removeprefix("address_"): value for name, value in self.cleaned_data.items() if value}


@require_http_methods(["GET", "POST"])
@person
def notices(request: AuthedRequest) -> HttpResponse:
    """The table of kinds and media; POST keeps what was chosen, 422 for an address that cannot be used."""
    wishes = wishes_of(request.user)
    if request.method == "GET":
        initial = {f"address_{name}": value for name, value in wishes.addresses.items()}
        return _page(request, wishes.chosen, AddressesForm(initial=initial))
    chosen, form = _chosen(request, request.user.is_inside), AddressesForm(request.POST)
    if not form.is_valid():
        return _page(request, chosen, form, 422)
    choose(request.user, _beside_others(wishes, Wishes(chosen, form.addresses)), now=now())
    messages.success(request, _("Saved."))
    return redirect("profile_notices")


def _asking() -> dict[str, OwnAddress]:
    """The media to which a person gives an address."""
    return {name: one.own for name, one in ready(settings.ENV).items() if one.own}


def _beside_others(former: Wishes, said: Wishes) -> Wishes:
    """What was said now, and what was said before of media that are not usable today and stand on no page."""
    here = ready(settings.ENV)
    addresses = {name: value for name, value in former.addresses.items() if name not in here}
    chosen = {kind: dict(of_media) for kind, of_media in said.chosen.items()}
    for kind, of_media in former.chosen.items():
        others = {name: is_on for name, is_on in of_media.items() if name not in here}
        if others:
            chosen[kind] = {**others, **chosen.get(kind, {})}
    return Wishes(chosen, {**addresses, **said.addresses})


def rows_for(is_inside: bool, chosen: Chosen) -> list[Row]:
    """The kinds that somebody of that side may get, with a box for each medium."""
    media = ready(settings.ENV).values()
    return [
        Row(str(kind.label), str(kind.always), tuple(_cell(name, medium, chosen) for medium in media))
        for name, kind in offered_to(is_inside).items()
    ]


def offered_to(is_inside: bool) -> dict[str, Kind]:
    """The kinds that somebody of that side chooses by."""
    return {name: one for name, one in KINDS.items() if one.is_offered and one.concerns(is_inside)}


def _cell(kind: str, medium: Medium, chosen: Chosen) -> Cell:
    """A medium that has no address yet shows what will hold once it has one."""
    fixed = is_fixed(kind, medium)
    is_on = fixed or chosen.get(kind, {}).get(medium.name, usual(kind, medium))
    return Cell(f"{kind}.{medium.name}", str(medium.label), is_on, fixed)


def _page(request: AuthedRequest, chosen: Chosen, form: AddressesForm, status: int = 200) -> HttpResponse:
    media = [str(one.label) for one in ready(settings.ENV).values()]
    page = {"rows": rows_for(request.user.is_inside, chosen), "media": media, "form": form}
    return render(request, "messages/choices.html", page, status=status)


def _chosen(request: HttpRequest, is_inside: bool) -> dict[str, dict[str, bool]]:
    """What the boxes say; only what is otherwise than usual is a choice."""
    chosen: dict[str, dict[str, bool]] = {}
    for kind in offered_to(is_inside):
        for name, medium in ready(settings.ENV).items():
            is_on = f"{kind}.{name}" in request.POST
            if not is_fixed(kind, medium) and is_on is not usual(kind, medium):
                chosen.setdefault(kind, {})[name] = is_on
    return chosen
