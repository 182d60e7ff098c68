"""What goes on in the demo world: everything agrees with its events, and people see each kind of case."""

from datetime import timedelta

from service import START

from gwarant.demo.cast import World
from gwarant.demo.live import go_live
from gwarant.demo.post import mail_comes_in
from gwarant.intake.models import RawMail
from gwarant.sla.evidence.model import Kind
from gwarant.tickets.models import Ticket, TicketEvent
from gwarant.tickets.recompute import check
from gwarant.web.tickets.arriving import unarrived


def test_a_word_after_a_resolution_and_a_corrected_system_are_among_it(house: World, engine: None) -> None:
    go_live(house, START + timedelta(days=9, hours=3))
    assert Ticket.objects.filter(spoken_at__isnull=False).count() == 1
    assert TicketEvent.objects.filter(kind=Kind.MOVED.value).get().message.body
    assert check().differences == ()


def test_mail_became_a_conversation_and_some_of_it_waits_for_a_decision(house: World, engine: None) -> None:
    now = START + timedelta(days=9, hours=6)
    go_live(house, now)
    mail_comes_in(house, now)
    found = [(one.outcome, one.reason) for one in RawMail.objects.order_by("pk")]
    assert found == [
        ("ticket", "person"),
        ("bounce", "bounce"),
        ("reply", "mark"),
        ("ticket", "door"),
        ("unknown", "sender"),
        ("automatic", "out_of_office"),
        ("unverified", "colleague"),
    ]
    assert (RawMail.objects.to_decide().count(), RawMail.objects.asking_nothing().count()) == (2, 1)
    assert Ticket.objects.aside().count() == 1
    first = RawMail.objects.select_related("ticket").order_by("pk")[0]
    assert first.ticket is not None
    assert (len(first.ticket.followers), first.copies) == (2, ["ksiegowosc@biuro-rachunkowe.example"])
    assert [one.is_dead for one in unarrived(first.ticket)] == [True]
    assert check().differences == ()
