"""What stands beside contracts and customers of the demo: signed copies, an annex that was replaced, a plan of ours."""

from datetime import datetime, timedelta

from gwarant.contracts.models import Contract
from gwarant.database.scope import ENGINE, scoped, staff_scope
from gwarant.demo.cast import World
from gwarant.demo.papers import letter
from gwarant.files.models import About, Attachment
from gwarant.files.store import store
from gwarant.ledger.filing import add


def put_papers(world: World, now: datetime) -> None:
    """The manager files them a while after the contract was signed."""
    with scoped(ENGINE):
        found = Contract.objects.select_related("customer").filter(customer=world.customers["SHOP"])
        contract = found.order_by("pk")[0]
    at = contract.created_at + timedelta(days=3)
    signed = f"Umowa {contract.number} podpisana.pdf"
    _put(world, contract, signed, ("Umowa " + contract.number, "Egzemplarz podpisany przez obie strony."), at)
    list_ = "Lista systemów (załącznik 2).pdf"
    former = _put(world, contract, list_, ("Zalacznik 2: lista systemow", "1. Sklep"), at)
    lines = ("Zalacznik 2: lista systemow", "1. Sklep", "2. Magazyn")
    _put(world, contract, list_, lines, min(now, at + timedelta(days=30)), replaces=former)
    _put(world, contract, "Kalkulacja.pdf", ("Kalkulacja oferty (tylko dla nas)",), at, is_public=False)
    paper = store(letter("Plan awaryjny sklepu", "1. Zadzwon do dyzurnego."), "Plan awaryjny.pdf")
    with scoped(staff_scope(world.people["marek"].pk)):
        add(
            [paper],
            customer=contract.customer,
            about=About.CUSTOMER,
            subject=contract.customer.key,
            is_public=False,
            by=world.people["marek"],
            now=at,
        )


def _put(
    world: World,
    contract: Contract,
    name: str,
    lines: tuple[str, ...],
    at: datetime,
    *,
    is_public: bool = True,
    replaces: Attachment | None = None,
) -> Attachment:
    with scoped(staff_scope(world.people["marek"].pk)):
        (made,) = add(
            [store(letter(*lines), name)],
            customer=contract.customer,
            about=About.CONTRACT,
            subject=contract.number,
            is_public=is_public,
            replaces=replaces,
            by=world.people["marek"],
            now=at,
        )
        return made
