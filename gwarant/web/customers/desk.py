"""The house's pages about customers and their systems."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gwarant.accounts.models import StaffRole
from gwarant.customers.actions import add_service, change_customer, change_service, create_customer
from gwarant.customers.caring import Care
from gwarant.customers.models import Customer, Service
from gwarant.monitoring.outages.needing import name_needs
from gwarant.tickets.actions import name_carers
from gwarant.web.access import EVERYBODY_INSIDE, LEADERS, WORKERS, AuthedRequest, get_customer, staff
from gwarant.web.asked import page_asked
from gwarant.web.customers.board import lines
from gwarant.web.customers.forms import CustomerForm, NewCustomerForm, NewServiceForm, SystemForm
from gwarant.web.customers.mail_out import leaves_of
from gwarant.web.customers.marks import mark_of
from gwarant.web.customers.pages import customer_page
from gwarant.web.files.papers import PapersForm, put, shelf_of_customer, shelved
from gwarant.web.files.receiving import received
from gwarant.web.moment import now
from gwarant.web.months.closing import may_close

A_PAGE = 50
CALLED = ("name", "nip", "language")
CARE = (*CALLED, "caretaker", "deputy")
SYSTEM = ("name", "environment", "address", "card")


@require_GET
@staff(*EVERYBODY_INSIDE)
def customers(request: AuthedRequest) -> HttpResponse:
    """All customers at a glance."""
    wanted = request.GET.get("q", "").replace("\0", "").strip()[:80]
    found = Customer.objects.select_related("caretaker", "deputy").order_by("name")
    if wanted:
        found = found.filter(Q(name__icontains=wanted) | Q(key__iexact=wanted))
    page = Paginator(found, A_PAGE).get_page(page_asked(request))
    context = {"page": page, "lines": lines(page.object_list, now()), "wanted": wanted, "leads": request.user.leads}
    return render(request, "customers/list.html", context)


@require_http_methods(["GET", "POST"])
@staff(*LEADERS)
def new_customer(request: AuthedRequest) -> HttpResponse:
    """A form for a customer to be."""
    form = NewCustomerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = {name: form.cleaned_data[name] for name in (*CARE, "key")}
        customer = create_customer(**told, now=now())
        messages.success(request, _("%(name)s is a customer now. Add the systems in our care.") % {"name": customer})
        return redirect("desk:customer", customer.key)
    crumbs = [(reverse("desk:customers"), _("Customers"))]
    return _form(request, form, "customers/new.html", {"crumbs": crumbs})


@require_GET
@staff(*EVERYBODY_INSIDE)
def customer(request: AuthedRequest, key: str) -> HttpResponse:
    """One customer: people, systems, contracts, what is open."""
    return _customer(request, get_customer(request, key))


@require_http_methods(["GET", "POST"])
@staff(*LEADERS)
def edit_customer(request: AuthedRequest, key: str) -> HttpResponse:
    """Name, tax number, caretaker and deputy."""
    found = get_customer(request, key)
    mark, before = mark_of(found, CARE), {name: str(getattr(found, name) or "") for name in CARE}
    form = CustomerForm(request.POST or None, instance=found, initial={"seen": mark})
    crumbs = [(reverse("desk:customers"), _("Customers")), (reverse("desk:customer", args=[key]), before["name"])]
    context = {"customer": found, "crumbs": crumbs, "before_name": before["name"]}
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["seen"] not in ("", mark):
            return changed_page(request, form, mark, before, "customers/edit.html", context)
        with transaction.atomic():
            named = Care(form.cleaned_data["caretaker"], form.cleaned_data["deputy"])
            name_carers(found, named, by=request.user, now=now())
            change_customer(found, **{name: form.cleaned_data[name] for name in CALLED})
        messages.success(request, _("Saved."))
        return redirect("desk:customer", key)
    return _form(request, form, "customers/edit.html", context)


@require_POST
@staff(*LEADERS)
def add_system(request: AuthedRequest, key: str) -> HttpResponse:
    """One more system in our care."""
    found = get_customer(request, key)
    form = NewServiceForm(request.POST, customer=found)
    if not form.is_valid():
        return _customer(request, found, form, status=422)
    told = {name: form.cleaned_data[name] for name in (*SYSTEM, "key")}
    service = add_service(found, **told)
    messages.success(request, _("%(name)s is in our care now.") % {"name": service})
    return redirect("desk:customer", key)


@require_http_methods(["GET", "POST"])
@staff(*LEADERS)
def system(request: AuthedRequest, key: str, system: str) -> HttpResponse:
    """Change a system."""
    owner = get_customer(request, key)
    found = _service(owner, system)
    mark, before = mark_of(found, SYSTEM), {name: str(getattr(found, name)) for name in SYSTEM}
    form = SystemForm(request.POST or None, instance=found, initial={"seen": mark})
    crumbs = [(reverse("desk:customers"), _("Customers")), (reverse("desk:customer", args=[key]), owner.name)]
    context = {"customer": owner, "system": found, "crumbs": crumbs, "before_name": before["name"]}
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["seen"] not in ("", mark):
            return changed_page(request, form, mark, before, "customers/system.html", context)
        with transaction.atomic():
            change_service(found, **{name: form.cleaned_data[name] for name in SYSTEM})
            if "needs" in form.fields:
                name_needs(found, form.cleaned_data["needs"])
        messages.success(request, _("Saved."))
        return redirect("desk:customer", key)
    return _form(request, form, "customers/system.html", context)


@require_POST
@staff(*LEADERS)
def retire_system(request: AuthedRequest, key: str, system: str) -> HttpResponse:
    """Stop caring for a system: nothing new is reported for it, its past stays."""
    return _set_active(request, key, system, False, _("%(name)s is retired: nothing new is reported for it."))


@require_POST
@staff(*LEADERS)
def return_system(request: AuthedRequest, key: str, system: str) -> HttpResponse:
    """Take a retired system back into care."""
    return _set_active(request, key, system, True, _("%(name)s is in our care again."))


@require_POST
@staff(*WORKERS)
def add_files(request: AuthedRequest, key: str) -> HttpResponse:
    """Put files beside the customer; our people alone see them unless it is said otherwise."""
    found = get_customer(request, key)
    shelf = shelf_of_customer(found)
    form = PapersForm(received(request), shelf=shelf, files=shelf.files())
    status = put(form, by=request.user, now=now())
    if status != 303:
        return _customer(request, found, papers=form, status=status)
    messages.success(request, _("The files stand beside the customer."))
    return redirect("desk:customer", key)


def _set_active(request: AuthedRequest, key: str, system: str, is_active: bool, said: str) -> HttpResponse:
    found = _service(get_customer(request, key), system)
    found.is_active = is_active
    found.save(update_fields=["is_active"])
    messages.success(request, said % {"name": found.name})
    return redirect("desk:customer", key)


def _service(customer: Customer, key: str) -> Service:
    found = Service.objects.filter(customer=customer, key=key).first()
    if found is None:
        raise Http404
    return found


def _customer(
    request: AuthedRequest,
    found: Customer,
    form: NewServiceForm | None = None,
    status: int = 200,
    papers: PapersForm | None = None,
) -> HttpResponse:
    context = customer_page(found, now())
    context |= {
        "leads": request.user.leads,
        "may_close": may_close(request.user),
        "is_owner": request.user.staff_role == StaffRole.OWNER,
        "form": form or NewServiceForm(customer=found),
        "is_open": form is not None,
        "papers": shelved(
            shelf_of_customer(found), f"/desk/customers/{found.key}", papers, adds=request.user.staff_role in WORKERS
        ),
        **leaves_of(found),
        "addresses": found.intake_addresses.filter(is_active=True).order_by("address"),
    }
    return render(request, "customers/customer.html", context, status=status)


def _form(request: AuthedRequest, form: Any, template: str, context: dict[str, Any]) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return render(request, template, {**context, "form": form}, status=status)


def changed_page(
    request: AuthedRequest, form: Any, mark: str, before: dict[str, str], template: str, context: dict[str, Any]
) -> HttpResponse:
    """Somebody else saved meanwhile: what was typed stays, what is new stands above it."""
    form.data = form.data.copy()
    form.data["seen"] = mark
    own = {name: str(form.cleaned_data[name] or "") for name in before}
    changes = [(form.fields[name].label, before[name], own[name]) for name in before if before[name] != own[name]]
    return render(request, template, {**context, "form": form, "changes": changes}, status=409)
