"""How the cast's contracts come about: the house offers, the customer's administrator accepts."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from types import MappingProxyType

from gwarant.contracts import actions as contracts
from gwarant.contracts.models import ContractVersion
from gwarant.database.scope import ENGINE, customer_scope, scoped
from gwarant.demo.cast import HOUSE, Client, World

FEES = {"basic": Decimal(1900), "business": Decimal(5400), "premium": Decimal(12800)}


def agree(
    world: World, client: Client, first: date, now: datetime, places: Mapping[str, int] = MappingProxyType({})
) -> ContractVersion:
    """The house offers a contract on its package, the customer's administrator accepts it.

    `places`: of some customers from how many places is looked, each of which decides, where the package says more.
    """
    customer, manager = world.customers[client.key], world.people["marek"]
    administrator = world.people[client.people[0][0]]
    with scoped(ENGINE):
        draft = contracts.start_contract(
            customer,
            number=f"{client.key}-{first.year}-01",
            package=client.package,
            title=client.package.capitalize(),
            text=_wording(client, first, places.get(client.key, 0)),
            by=manager,
            now=now,
        )
        offered = contracts.offer(draft, by=manager, now=now + timedelta(hours=2))
    with scoped(customer_scope(administrator.pk, [customer.pk])):
        return contracts.accept(
            offered, by=administrator, fingerprint=offered.fingerprint, now=now + timedelta(days=2, hours=1)
        )


def _wording(client: Client, first: date, places: int) -> str:
    services = "\n".join(f"  {key}: {{name: {name}}}" for key, name in client.services)
    main = client.services[0][0]
    probe = f", probe: {{locations: {places}, down_when: {places}}}" if places else ""
    return f"""apiVersion: sla/v1
kind: Contract
metadata: {{id: {client.key}-{first.year}-01, version: 1, extends: package/{client.package}, status: draft}}
effective: {{from: {first}}}
parties:
  provider: {{name: {HOUSE}}}
  client: {{name: {client.name}}}
fee: {{monthly: {FEES[client.package]}}}
services:
{services}
  main: null
availability: {{main-up: {{service: {main}{probe}}}}}
hours: {{rates: {{above: 240}}}}
remedy_rules: {{settle: price_reduction}}
"""
