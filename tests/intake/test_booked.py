"""Whatever becomes of mail stands in the house's own book, in the transaction of its cause."""

from dataclasses import replace
from datetime import timedelta
from importlib import import_module
from types import SimpleNamespace

from django.apps import apps
from django.db import connection
from letters_in import NOW, come, door, faults_of_book, lie, mail

from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.intake import actions, handling
from gwarant.intake.models import RawMail
from gwarant.intake.together import lay_all_aside, take_all_as_reports
from gwarant.ledger.anchor import known_in
from gwarant.ledger.book import seal_book
from gwarant.ledger.book_check import checked
from gwarant.ledger.models import HouseRow, HouseSeal
from gwarant.ledger.walk import Walk
from gwarant.mail import read
from gwarant.reports.anchors import all_anchors
from gwarant.reports.originals import TABLES
from gwarant.tickets.models import Ticket

HELP, LATER = "help@house.example", NOW + timedelta(hours=2)


def waiting(sender: str, *texts: str) -> list[RawMail]:
    return [come(mail(sender=sender, text=text, to=HELP), box=HELP) for text in texts]


def test_whatever_is_decided_stands_in_the_book(house: World) -> None:
    door(house), door(house, HELP, None)
    one, other = waiting("nina@new.example", "First", "Second")
    spam, more = waiting("spam@new.example", "Buy", "Buy more")
    with scoped(ENGINE):
        actions.lay_aside(one, is_spam=True, by=house.ben, now=LATER)
        actions.take_up(one, by=house.ben, now=LATER)
        taken = read(mail(sender="nina@new.example", text="First", to=HELP))
        take_all_as_reports(one, [other.pk], taken, house.customers["SHOP"], by=house.ben, now=LATER)
        lay_all_aside(spam, [more.pk], is_spam=True, by=house.ben, now=LATER)
    assert faults_of_book() == ()
    with scoped(ENGINE):  # what an upgrade writes down of rows that are older than the book says the same of them
        before = HouseRow.objects.count()
        for older in ("gwarant.intake.migrations.0010_older_mail", "gwarant.ledger.migrations.0008_older_files"):
            import_module(older).write_down(apps, SimpleNamespace(connection=connection))
        report = checked(TABLES, [], LATER)
        assert (report.problems, HouseRow.objects.count() > before) == ((), True)
    assert "rows tell of what is older than the book" in report.notes[-1]


def test_what_nobody_could_read_and_what_was_said_stand_in_the_book(house: World) -> None:
    door(house)
    ticket = come(mail()).ticket
    assert isinstance(ticket, Ticket)
    with scoped(ENGINE):
        kept = lie(mail(text="Again"), "shop@house.example", NOW)
        RawMail.objects.filter(pk=kept.pk).update(outcome="waiting")
        assert faults_of_book() != (), "nobody wrote down that it waits again"
        RawMail.objects.filter(pk=kept.pk).update(tries=handling.TRIES + 1)
        assert handling.handle(kept.pk, read, LATER)
        assert faults_of_book() == ()
        sealed = seal_book(LATER)
        assert (sealed > 3, seal_book(LATER), HouseSeal.objects.count()) == (True, 0, sealed)
    walks: list[Walk] = []
    with scoped(ENGINE):
        assert checked(TABLES, walks, LATER).problems == ()
        head = all_anchors()[-1]
    (known,) = known_in(f"{head.sealed_at} {head}")
    assert (known.customer, known.block, known.fault(walks)) == ("house", sealed, "")
    assert "was cut off after" in replace(known, block=sealed + 1).fault(walks)
