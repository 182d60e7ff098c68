"""What the shop claims of a closed month, and how the house decides: the first is paid, the second refused.

The clinic disputes a verdict of its last closed month, and waits for the answer to that; the one before was answered.
"""

from datetime import datetime, timedelta

from gwarant.contracts.models import Contract
from gwarant.demo.cast import World
from gwarant.reports.claims.acting import claim, grant, pay, refuse
from gwarant.reports.claims.models import AmountStep
from gwarant.reports.claims.standing import Owed, State, standing_of
from gwarant.reports.disputes.answering import refuse as answer
from gwarant.reports.disputes.models import About
from gwarant.reports.disputes.raising import Subject, dispute
from gwarant.reports.stated import assessment_of, last_stated
from gwarant.sla.clocks.reading import Verdict
from gwarant.sla.evidence.model import AmountStatus

CLAIMANT, NUMBER = "cora", "SHOP"
CLAIMS, DECIDES, PAYS = timedelta(days=1, hours=2), timedelta(days=4), timedelta(days=6)
REFUSED = "Awarię wywołała zmiana DNS po Waszej stronie, o której pisaliśmy w zgłoszeniu."
DISPUTES = "CLINIC"
DISPUTED = "Zgłosiliśmy to telefonicznie godzinę wcześniej, niż podaje zegar: spóźnienie jest większe."
STAYS = "W billingu nie ma takiej rozmowy; liczy się wiadomość, która przyszła na skrzynkę."
GRANTED = "Uznajemy: nie dotrzymaliśmy dostępności."


def claim_month(contract: Contract, month: str, world: World, closed: datetime, now: datetime) -> None:
    """Claim what can be claimed of the month that was closed at that moment, and decide about it, up to `now`."""
    if contract.customer.key != NUMBER or closed + CLAIMS > now:
        return
    at = closed + CLAIMS
    owed = [one for one in standing_of(contract, month, at) if one.state is State.OPEN]
    if not owed:
        return
    before = AmountStep.objects.filter(contract=contract, status=AmountStatus.CLAIMED.value).count()
    claim(contract, month, [one.key for one in owed], by=world.people[CLAIMANT], now=at)
    for number, one in enumerate(owed, before):
        _decide(contract, one, number, world, closed, now)


def dispute_month(
    contract: Contract, month: str, world: World, closed: datetime, now: datetime, *, waits: bool
) -> None:
    """The clinic does not take the month's latest verdict; unless it `waits`, the house says why it stays."""
    report = last_stated(contract, month, closed)
    if contract.customer.key != DISPUTES or report is None or closed + DECIDES > now:
        return
    late = assessment_of(report).with_verdict(Verdict.BREACHED)
    if not late:
        return
    one = max(late, key=lambda reading: reading.late)
    subject = Subject(about=About.VERDICT, ticket=one.ticket, clock=one.clock, cycle=one.cycle, link=one.link)
    made = dispute(contract, month, subject, text=DISPUTED, by=world.people["zoe"], now=closed + CLAIMS)
    if not waits:
        answer(made, text=STAYS, by=world.people["marek"], now=closed + DECIDES)


def _decide(contract: Contract, one: Owed, number: int, world: World, closed: datetime, now: datetime) -> None:
    """The first is granted and credited, the second refused; the others wait."""
    by, told = world.people["marek"], (contract, one.month, one.key)
    if number > 1 or closed + PAYS > now:
        return
    if number == 1:
        refuse(*told, text=REFUSED, by=by, now=closed + DECIDES)
        return
    grant(*told, text=GRANTED, by=by, now=closed + DECIDES)
    pay(*told, ref=f"KOR/4/{one.month[:4]}", amount=None, by=world.people["olga"], now=closed + PAYS)
