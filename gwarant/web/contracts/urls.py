"""The contracts' addresses, below /desk/ and below /portal/."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from gwarant.files.models import About
from gwarant.web.access import EVERY_CLIENT, EVERYBODY_INSIDE, customer_person, get_contract, staff
from gwarant.web.contracts import clauses, draft, offering, watching
from gwarant.web.contracts import desk as views
from gwarant.web.contracts import portal as client
from gwarant.web.files.views import paths_of as files


class _Number(StringConverter):
    """A contract's number as `forms.NUMBER` allows it."""

    regex = r"[A-Za-z0-9][A-Za-z0-9._-]{0,59}"


register_converter(_Number, "number")
_WORDING = "contracts/<number:number>/<int:version>"

desk = [
    path("contracts/new", views.new_contract, name="new_contract"),
    path("contracts/<number:number>", views.contract, name="contract"),
    path("contracts/<number:number>/amendment", views.amend, name="amend_contract"),
    path("contracts/<number:number>/files", views.add_files, name="add_contract_files"),
    *files(About.CONTRACT, "contracts/<number:number>", "contract", staff(*EVERYBODY_INSIDE), get_contract),
    path(_WORDING, views.wording, name="wording"),
    path(f"{_WORDING}/edit", clauses.edit, name="edit_contract"),
    path(f"{_WORDING}/yaml", draft.yaml, name="contract_yaml"),
    path(f"{_WORDING}/check", draft.check, name="check_contract"),
    path(f"{_WORDING}/offer", offering.offer, name="offer_contract"),
    path(f"{_WORDING}/discarding", offering.discard, name="discard_contract"),
    path(f"{_WORDING}/withdrawal", offering.withdraw, name="withdraw_contract"),
    path(f"{_WORDING}/monitors", watching.make, name="make_monitors"),
    path(f"{_WORDING}/contract.json", views.download, {"kind": "json"}, name="contract_json"),
    path(f"{_WORDING}/contract.yaml", views.download, {"kind": "yaml"}, name="contract_text"),
]
portal = [
    path("contracts", client.contracts, name="contract"),
    *files(About.CONTRACT, "contracts/<number:number>", "contract", customer_person(*EVERY_CLIENT), get_contract),
    path(_WORDING, client.wording, name="wording"),
    path(f"{_WORDING}/acceptance", client.accept, name="accept_contract"),
    path(f"{_WORDING}/contract.json", client.download, {"kind": "json"}, name="contract_json"),
    path(f"{_WORDING}/contract.yaml", client.download, {"kind": "yaml"}, name="contract_text"),
]
