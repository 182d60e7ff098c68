"""What is going on in the demo world right now: one ticket in each state that people ask to see."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from gwarant.accounts.models import User
from gwarant.contracts import actions as contracts
from gwarant.contracts.models import ContractVersion
from gwarant.contracts.terms import terms_of, version_for
from gwarant.customers.actions import add_service
from gwarant.customers.models import Service
from gwarant.database.scope import ENGINE, customer_scope, scoped, staff_scope
from gwarant.demo.cast import World
from gwarant.demo.papers import log, screenshot
from gwarant.demo.stories import CLINIC, PLANT, SHOP, UNI, Story
from gwarant.files.store import Stored, store
from gwarant.pictures.clauses import changed, draft_of
from gwarant.tickets import actions
from gwarant.tickets.evidence import moment_of, stamp
from gwarant.tickets.models import Ticket

HOUR = 3600
Deed = Callable[[Ticket], object]


def go_live(world: World, now: datetime) -> None:
    """Open tickets whose clocks run, wait, are late or are about to end; a queue; an offer to accept."""
    scenes = _Scenes(world, now)
    scenes.unanswered()
    scenes.being_repaired()
    scenes.late()
    scenes.asked()
    scenes.at_the_supplier()
    scenes.to_be_confirmed()
    scenes.objected()
    scenes.for_another_system()
    scenes.without_contract()
    scenes.offered_amendment()


class _Scenes:
    """Each scene begins so much working time ago that its clock says something now."""

    def __init__(self, world: World, now: datetime) -> None:
        self.world, self.now = world, now

    def unanswered(self) -> None:
        self._report("SHOP", SHOP[0], self.now - timedelta(minutes=48), "cyryl")

    def being_repaired(self) -> None:
        at = self.now - timedelta(minutes=195)
        ticket, story = self._report("CLINIC", CLINIC[0], at, "zoe"), CLINIC[0]
        self._staff(ticket, "ben", at + timedelta(minutes=6), lambda t, by, on: actions.acknowledge(t, by=by, now=on))
        for minutes in (8, 36, 64, 92, 119, 147, 174):
            text = story.answer if minutes == 8 else "Pracujemy dalej, kolejna informacja za pół godziny."
            self._say(ticket, "ben", at + timedelta(minutes=minutes), text)

    def late(self) -> None:
        self._report("PLANT", PLANT[1], self._ago("PLANT", 27.5 * HOUR), "pawel")

    def asked(self) -> None:
        story, at = SHOP[1], self._ago("SHOP", 11 * HOUR)
        ticket = self._report("SHOP", story, at, "cora")
        self._staff(
            ticket, "alice", self._ago("SHOP", 10.5 * HOUR), lambda t, by, on: actions.acknowledge(t, by=by, now=on)
        )
        self._say(ticket, "alice", self._ago("SHOP", 10.2 * HOUR), story.answer)
        why = "waiting_client"
        self._staff(
            ticket,
            "alice",
            self._ago("SHOP", 6 * HOUR),
            lambda t, by, on: actions.ask(t, story.question, by=by, now=on, reason=why),
        )

    def at_the_supplier(self) -> None:
        story, at = UNI[3], self._ago("UNI", 5 * HOUR)
        ticket = self._report("UNI", story, at, "umar")
        self._say(ticket, "dorota", self._ago("UNI", 4.4 * HOUR), story.answer)
        link = "status.checker.example/incidents/812"
        self._staff(
            ticket,
            "dorota",
            self._ago("UNI", 4.3 * HOUR),
            lambda t, by, on: actions.pause(t, "third_party", link, by=by, now=on),
        )

    def to_be_confirmed(self) -> None:
        story = UNI[0]
        ticket = self._report("UNI", story, self._ago("UNI", 9 * HOUR), "ula")
        self._say(ticket, "dorota", self._ago("UNI", 8.3 * HOUR), story.answer)
        self._staff(
            ticket,
            "dorota",
            self._ago("UNI", 3 * HOUR),
            lambda t, by, on: actions.resolve(t, story.solution, by=by, now=on),
        )

    def objected(self) -> None:
        """Resolved, and then the customer wrote instead of choosing yes or no."""
        story = CLINIC[2]
        ticket = self._report("CLINIC", story, self._ago("CLINIC", 12 * HOUR), "zenon")
        self._say(ticket, "ben", self._ago("CLINIC", 11.5 * HOUR), story.answer)
        self._staff(
            ticket,
            "ben",
            self._ago("CLINIC", 5 * HOUR),
            lambda t, by, on: actions.resolve(t, story.solution, by=by, now=on),
        )
        zenon, customer = self.world.people["zenon"], self.world.customers["CLINIC"]
        with scoped(customer_scope(zenon.pk, [customer.pk])):
            told = "Sprawdziłem na dwóch stanowiskach: na jednym nadal to samo."
            actions.reply(ticket, told, by=zenon, now=self._ago("CLINIC", 2 * HOUR))

    def for_another_system(self) -> None:
        """Reported for the one system, and it was the other."""
        story, exams = UNI[2], self.world.services["UNI", "exams"]
        other = self.world.services["UNI", "enrol"] if story.service == "exams" else exams
        ticket = self._report("UNI", story, self._ago("UNI", 2 * HOUR), "umar", other)
        right = self.world.services["UNI", story.service]
        self._say(ticket, "dorota", self._ago("UNI", 1.6 * HOUR), story.answer)
        self._staff(
            ticket,
            "dorota",
            self._ago("UNI", 1.5 * HOUR),
            lambda t, by, on: actions.move(t, right, f"It is {right.name} that fails.", by=by, now=on),
        )

    def without_contract(self) -> None:
        with scoped(ENGINE):
            service = add_service(self.world.customers["UNI"], key="library", name="Library catalogue")
        story = Story(
            "library",
            "ordinary",
            UNI[0].course,
            "Library search is slow in the evening",
            "Between six and eight a search takes half a minute.",
            "",
            "",
        )
        self._report("UNI", story, self.now - timedelta(hours=3), "umar", service)

    def offered_amendment(self) -> None:
        """A faster answer for the shop from the month after the next."""
        later = date(self.now.year + (self.now.month + 1) // 12, (self.now.month + 1) % 12 + 1, 1)
        with scoped(ENGINE):
            accepted = ContractVersion.objects.accepted().filter(customer=self.world.customers["SHOP"])
            held = accepted.order_by("-version")[0]
            text = changed(draft_of(held.text), {"targets.critical.response": "45m"})
            marek, sent = self.world.people["marek"], self.now - timedelta(days=1)
            draft = contracts.amend(held, by=marek, starts_on=later, text=text, now=sent)
            contracts.offer(draft, by=marek, now=sent + timedelta(minutes=20))

    def _report(self, key: str, story: Story, at: datetime, person: str, service: Service | None = None) -> Ticket:
        user, customer = self.world.people[person], self.world.customers[key]
        with scoped(customer_scope(user.pk, [customer.pk])):
            return actions.report(
                customer,
                title=story.title,
                text=story.report,
                class_id=story.class_id,
                service=service or self.world.services[key, story.service],
                is_down=story.class_id == "critical",
                by=user,
                files=[store(screenshot(customer.name, story.service), "zrzut-ekranu.png")],
                now=at,
            )

    def _say(self, ticket: Ticket, person: str, at: datetime, text: str) -> None:
        self._staff(ticket, person, at, lambda t, by, on: actions.reply(t, text, by=by, files=self._log(t, on), now=on))

    def _log(self, ticket: Ticket, at: datetime) -> list[Stored]:
        """The log of the system, where the ticket names one."""
        return [store(log(ticket.service.key, at), f"{ticket.service.key}.log")] if ticket.service else []

    def _staff(
        self, ticket: Ticket, person: str, at: datetime, deed: Callable[[Ticket, User, datetime], object]
    ) -> None:
        user = self.world.people[person]
        with scoped(staff_scope(user.pk)):
            deed(ticket, user, at)

    def _ago(self, key: str, seconds: float) -> datetime:
        """So much office time before now."""
        with scoped(ENGINE):
            service = next(one for (customer, _), one in self.world.services.items() if customer == key)
            version = version_for(self.world.customers[key].pk, service, self.now)
            assert version is not None
            calendar = terms_of(version).calendars["office"]
        return moment_of(calendar.back(stamp(self.now), int(seconds)))
