"""Files beside a contract or a customer: what a page shows of them, the form that adds some, and adding them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gwarant.accounts.models import User
from gwarant.contracts.models import Contract
from gwarant.customers.models import Customer
from gwarant.files.models import About, Attachment
from gwarant.files.store import FileGone, Stored
from gwarant.ledger.filing import PlaceTaken, add
from gwarant.web.files.field import FilesField
from gwarant.web.files.receiving import FILES

HOUSE, BOTH = "house", "both"
WHO = [
    (HOUSE, gettext_lazy("Only our people")),
    (BOTH, gettext_lazy("Our people and the customer's")),
]


@dataclass(frozen=True)
class Shelf:
    """Where files stand: beside a contract, by its number, or a customer, by their key."""

    customer: Customer
    about: About
    subject: str

    def files(self) -> list[Attachment]:
        """All that the scope may see, in the order in which they came."""
        found = Attachment.objects.of(self.about, self.subject)
        return list(found.select_related("added_by", "replaces", "replaced_by", "erasure__by"))


def shelf_of_contract(contract: Contract) -> Shelf:
    return Shelf(contract.customer, About.CONTRACT, contract.number)


def shelf_of_customer(customer: Customer) -> Shelf:
    return Shelf(customer, About.CUSTOMER, customer.key)


class PapersForm(forms.Form):
    """Files for a shelf, who sees them, and whose place one of them takes."""

    files = FilesField(required=True)  # type: ignore[assignment]
    seen_by = forms.ChoiceField(
        label=gettext_lazy("Who sees them?"),
        choices=WHO,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose who sees the files.")},
    )
    replaces = forms.ChoiceField(
        label=gettext_lazy("Takes the place of"),
        required=False,
        help_text=gettext_lazy("The former file stays on the record, below."),
        error_messages={"invalid_choice": gettext_lazy("This file is not among those that stand here any more.")},
    )

    def __init__(self, data: Any = None, *, shelf: Shelf, files: Sequence[Attachment], **kwargs: Any) -> None:
        first = BOTH if shelf.about == About.CONTRACT else HOUSE
        kwargs["initial"] = {"seen_by": first, **kwargs.get("initial", {})}
        super().__init__(data, auto_id="paper_%s", **kwargs)
        self.shelf = shelf
        free = (one for one in files if not hasattr(one, "replaced_by"))  # one place is taken once
        self.standing = {str(one.pk): one for one in free if stands(one)}
        choices = [("", _("nothing: it is one more")), *((key, one.name) for key, one in self.standing.items())]
        self.fields["replaces"].choices = choices  # type: ignore[attr-defined]
        if not self.standing:
            del self.fields["replaces"]

    def clean(self) -> dict[str, Any]:
        told = self.cleaned_data
        sent = told.get(FILES)
        if sent is not None and not sent:
            self.add_error(FILES, _("Choose at least one file."))
        if told.get("replaces") and len(sent or ()) > 1:
            self.add_error("replaces", _("One file takes the place of another: send it alone."))
        return told


def stands(one: Attachment) -> bool:
    """Whether it is there, and no other that is still there took its place."""
    return one.erased_at is None and not _is_replaced(one)


def _is_replaced(one: Attachment) -> bool:
    """Whether another took its place; where that one was erased, the former counts again."""
    successor = getattr(one, "replaced_by", None)
    return successor is not None and (successor.erased_at is None or _is_replaced(successor))


def shelved(shelf: Shelf, href: str, form: PapersForm | None = None, *, adds: bool = False) -> dict[str, Any]:
    """What a page shows of a shelf; `href` is the address of what the files belong to."""
    files = shelf.files()
    return {
        "standing": [one for one in files if stands(one)],
        "former": [one for one in reversed(files) if not stands(one)],
        "form": (form or PapersForm(shelf=shelf, files=files)) if adds else None,
        "is_open": form is not None,
        "href": href,
    }


def put(form: PapersForm, *, by: User, now: datetime) -> int:
    """Do what the form says: 303 done; 422 or 409 with an error in the form."""
    if not form.is_valid():
        return 422
    told, shelf = form.cleaned_data, form.shelf
    files: list[Stored] = told[FILES]
    try:
        add(
            files,
            customer=shelf.customer,
            about=shelf.about,
            subject=shelf.subject,
            is_public=told["seen_by"] == BOTH,
            replaces=form.standing.get(told.get("replaces", "")),
            by=by,
            now=now,
        )
    except FileGone as gone:
        form.add_error(FILES, _("%(name)s is not here any more. Please choose it again.") % {"name": gone.name})
        return 422
    except PlaceTaken as taken:
        form.add_error("replaces", _("Meanwhile %(name)s was replaced or erased.") % {"name": taken.name})
        return 409
    return 303
