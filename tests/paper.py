"""A contract of the shop as tests write it: offered by the house, accepted by its administrator."""

from datetime import UTC, date, datetime

from django.test import Client

from gwarant.accounts.models import User
from gwarant.contracts import actions
from gwarant.contracts.models import ContractVersion
from gwarant.database.scope import ENGINE, customer_scope, scoped, staff_scope
from gwarant.demo.cast import World
from gwarant.pictures.clauses import compose

NOW = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
PACKAGE = "package/business@2026.1"
ANSWERS = {
    "parties.provider.name": "House",
    "parties.client.name": "Shop",
    "fee.monthly": "1200",
    "hours.rates.above": "200",
    "remedy_rules.settle": "price_reduction",
}


def text_of(number: str, *systems: str, version: int = 1, starts: str = "2026-06-01", **more: str) -> str:
    named = {f"services.{one}.name": one for one in systems or ("shop",)}
    more = {key.replace("__", "."): one for key, one in more.items()}
    return compose("business", {**ANSWERS, "effective.from": starts, **named, **more}, number=number, version=version)


def whole(number: str) -> str:
    """A contract that covers all that the customer has."""
    return text_of(number, "main")


def draft(
    world: World, number: str = "SHOP-1", *systems: str, text: str = "", now: datetime = NOW, **more: str
) -> ContractVersion:
    told = text or text_of(number, *systems, **more)
    with scoped(staff_scope(world.olga.pk)):
        customer = world.customers["SHOP"]
        return actions.start_contract(customer, number=number, package=PACKAGE, text=told, by=world.olga, now=now)


def offer(world: World, version: ContractVersion, now: datetime = NOW) -> ContractVersion:
    with scoped(staff_scope(world.olga.pk)):
        return actions.offer(version, by=world.olga, now=now)


def accept(world: World, version: ContractVersion, now: datetime = NOW) -> ContractVersion:
    with scoped(customer_scope(world.cora.pk, [version.customer_id])):
        return actions.accept(version, by=world.cora, fingerprint=version.fingerprint, now=now)


def offered(world: World, number: str = "SHOP-1", *systems: str, now: datetime = NOW, **more: str) -> ContractVersion:
    return offer(world, draft(world, number, *systems, now=now, **more), now)


def accepted(world: World, number: str = "SHOP-1", *systems: str, now: datetime = NOW, **more: str) -> ContractVersion:
    return accept(world, offered(world, number, *systems, now=now, **more), now)


def amended(world: World, version: ContractVersion, starts_on: date, now: datetime = NOW) -> ContractVersion:
    """The next wording, offered."""
    with scoped(staff_scope(world.olga.pk)):
        return offer(world, actions.amend(version, by=world.olga, starts_on=starts_on, now=now), now)


def stored(number: str = "SHOP-1", version: int = 1) -> ContractVersion:
    with scoped(ENGINE):
        return ContractVersion.objects.get(contract__number=number, version=version)


def signed_in(person: User) -> Client:
    """A browser in which the person signed in."""
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client
