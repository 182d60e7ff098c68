"""Which duty a job proves, as its settings say: `NUMBER/DUTY`."""

from datetime import datetime

from gwarant.contracts.models import Contract, ContractVersion
from gwarant.contracts.terms import wording_of
from gwarant.customers.models import Customer, Service
from gwarant.monitoring.models import Monitor
from gwarant.monitoring.proving.models import Tie
from gwarant.prober.wrong import Unfit
from gwarant.prober.wrong import said as _
from gwarant.sla.contract.model.promises import Duty


def duties_of(customer: Customer) -> list[tuple[Contract, Duty]]:
    """The duties of the customer's contracts by the latest wording of each that was accepted."""
    versions = ContractVersion.objects.accepted().filter(customer=customer).select_related("contract")
    latest = {one.contract_id: one for one in versions.order_by("contract__number", "version")}
    return [(one.contract, duty) for one in latest.values() for duty in wording_of(one).duties]


def named(contract: Contract, duty: Duty) -> str:
    """As settings and forms have it."""
    return f"{contract.number}/{duty.id}"


def found(service: Service, text: str, monitor: Monitor | None = None) -> tuple[Contract, Duty]:
    """The duty of that name which a job of the service may prove. Raises Unfit."""
    own = {named(contract, duty): (contract, duty) for contract, duty in duties_of(service.customer)}
    if text not in own:
        raise Unfit(_("%(value)s is no duty of a contract of this customer; write NUMBER/DUTY"), text)
    contract, duty = own[text]
    if duty.service and duty.service != service.key:
        raise Unfit(_("%(value)s is a duty for another system"), text)
    others = Tie.objects.filter(contract=contract, duty=duty.id).exclude(monitor=monitor)
    if others.exists():
        raise Unfit(_("another job proves %(value)s already"), text)
    return contract, duty


def tie(monitor: Monitor, now: datetime) -> None:
    """As the settings say from now on; a job that is retired proves nothing. In the engine's scope."""
    text = monitor.settings.get("duty", "") if monitor.retired_at is None else ""
    number, _slash, duty = text.rpartition("/")
    stands = Tie.objects.filter(monitor=monitor).select_related("contract").first()
    if stands is not None and (stands.contract.number, stands.duty) == (number, duty):
        return
    Tie.objects.filter(monitor=monitor).delete()
    if text:
        contract = Contract.objects.get(number=number, customer=monitor.customer)
        own = {"monitor": monitor, "customer": monitor.customer, "contract": contract, "duty": duty}
        Tie.objects.create(**own, since=now, read_at=now, gaps_to=now)
