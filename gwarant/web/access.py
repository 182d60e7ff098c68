"""The doors: who may come in, and the one way to fetch each object. An outsider gets 404."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect

from gwarant.accounts.models import StaffRole, User
from gwarant.contracts.models import Contract, ContractVersion
from gwarant.customers.models import Customer, CustomerRole, Membership
from gwarant.tickets.models import Status, Ticket
from gwarant.web.kept.keeping import after_its_session, mark, sign_in_address

View = Callable[..., HttpResponseBase]
Admits = Callable[[User, dict[str, Any]], bool]
Found = TypeVar("Found")

NAMED = {
    "key": "customer__tickets__key",
    "number": "customer__contracts__number",
    "owner": "customer__key",
}  # in the addresses of the portal
EVERYBODY_INSIDE = tuple(StaffRole)
WORKERS = (StaffRole.OWNER, StaffRole.MANAGER, StaffRole.CARETAKER, StaffRole.ENGINEER)
LEADERS = (StaffRole.OWNER, StaffRole.MANAGER)
EVERY_CLIENT = tuple(CustomerRole)
REPORTERS = (CustomerRole.ADMINISTRATOR, CustomerRole.REQUESTER)
CLIENT_ADMINISTRATORS = (CustomerRole.ADMINISTRATOR,)


class AuthedRequest(HttpRequest):
    """A request of somebody who signed in."""

    user: User
    htmx: Any
    places: dict[int, str]  # customer → the role that a customer's person has there, as the request began


def person(view: View) -> View:
    """Anybody who signed in."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not isinstance(request.user, User):
            return to_sign_in(request)
        return view(request, *args, **kwargs)

    return _told(guarded, lambda _user, _named: True)


def staff(*roles: StaffRole) -> Callable[[View], View]:
    """Members of the house with one of these roles: a customer's person gets 404, another role 403."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not isinstance(request.user, User):
                return to_sign_in(request)
            if not request.user.is_inside:
                raise Http404
            if request.user.staff_role not in roles:
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return _told(guarded, lambda user, _named: user.is_inside and user.staff_role in roles)

    return decorate


def customer_person(*roles: CustomerRole) -> Callable[[View], View]:
    """People of a customer who have one of these roles anywhere: staff get 404, another role 403.

    The view still asks the door for its object with the same roles, because a person may belong to two customers.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not isinstance(request.user, User):
                return to_sign_in(request)
            if request.user.is_inside:
                raise Http404
            if not has_role(request, roles):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return _told(guarded, lambda user, named: not user.is_inside and _has_place(user, roles, named))

    return decorate


def _told(guarded: View, admits: Admits) -> View:
    """The door says whom it would let in, so that others can ask without opening it."""
    guarded.admits = admits  # type: ignore[attr-defined]
    return guarded


def _has_place(user: User, roles: tuple[CustomerRole, ...], named: dict[str, Any]) -> bool:
    """Whether the person has one of these roles at the customer whose ticket or contract the address names."""
    asked = {NAMED[name]: _written(str(value)) for name, value in named.items() if name in NAMED}
    return bool(memberships(user, roles).filter(**asked).exists())


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """The sign-in page, and back here afterwards: to a form as it was typed, from a fragment to the start."""
    is_fragment = "HX-Request" in request.headers
    following, is_kept = "/", False
    if request.method == "POST":
        following = after_its_session(request)
        is_kept = following != "/"
    elif not is_fragment:
        following = request.get_full_path()
    address = sign_in_address(following)
    answer = HttpResponse(status=204, headers={"HX-Redirect": address}) if is_fragment else None
    answer = answer or HttpResponseRedirect(address)
    if is_kept:
        mark(answer)
    return answer


def memberships(user: User | AnonymousUser, roles: tuple[CustomerRole, ...] = EVERY_CLIENT) -> Any:
    """The person's places at customers with one of these roles."""
    return Membership.objects.active().filter(user_id=user.pk or 0, role__in=roles).select_related("customer")


def role_at(request: AuthedRequest, customer: Customer) -> str:
    """The person's role at the customer, empty for staff."""
    return request.places.get(customer.pk, "")


def has_role(request: HttpRequest, roles: tuple[CustomerRole, ...]) -> bool:
    """Whether whoever asks has one of these roles at any customer."""
    places: dict[int, str] = getattr(request, "places", {})
    return any(role in roles for role in places.values())


def get_customer(request: AuthedRequest, key: str, roles: tuple[CustomerRole, ...] = EVERY_CLIENT) -> Customer:
    """The customer; for its own people only, and for staff."""
    customer = Customer.objects.select_related("caretaker", "deputy").filter(key=_written(key)).first()
    return _let_in(request, customer, customer, roles)


def get_ticket(
    request: AuthedRequest, key: str, roles: tuple[CustomerRole, ...] = EVERY_CLIENT, *, is_aside: bool = False
) -> Ticket:
    """The ticket of that number; what was laid aside as no report is there for the house, and where it is asked for."""
    related = Ticket.objects.select_related(
        "customer", "service", "version__contract", "reporter", "correspondent", "assignee"
    )
    ticket = related.filter(key=_written(key)).first()
    if ticket is not None and ticket.status == Status.ASIDE and not (is_aside or request.user.is_inside):
        raise Http404
    return _let_in(request, ticket, ticket.customer if ticket else None, roles)


def get_contract(request: AuthedRequest, number: str, roles: tuple[CustomerRole, ...] = EVERY_CLIENT) -> Contract:
    """The contract of that number."""
    contract = Contract.objects.select_related("customer").filter(number=_written(number)).first()
    return _let_in(request, contract, contract.customer if contract else None, roles)


def get_version(
    request: AuthedRequest, number: str, version: int, roles: tuple[CustomerRole, ...] = EVERY_CLIENT
) -> ContractVersion:
    """A wording of a contract; a customer's person never sees a draft."""
    related = ContractVersion.objects.select_related("contract", "customer", "accepted_by", "offered_by")
    found = related.filter(contract__number=_written(number), version=version).first()
    return _let_in(request, found, found.customer if found else None, roles)


def _written(name: str) -> str:
    """A name as the database takes it; NUL is in no name."""
    if "\x00" in name:
        raise Http404
    return name


def _let_in(
    request: AuthedRequest, found: Found | None, customer: Customer | None, roles: tuple[CustomerRole, ...]
) -> Found:
    """404 for what is not there or not theirs, 403 for a role that may not do this."""
    if found is None or customer is None:
        raise Http404
    if request.user.is_inside:
        return found
    role = role_at(request, customer)
    if not role:
        raise Http404
    if role not in roles:
        raise PermissionDenied
    return found
