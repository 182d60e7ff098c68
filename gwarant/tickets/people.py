"""Who is told what about a ticket."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from gwarant.accounts.models import StaffRole, User
from gwarant.customers.models import Customer, CustomerRole, Membership
from gwarant.database.scope import ENGINE, scoped
from gwarant.database.together import ask_all
from gwarant.notify.actions import tell, tell_all
from gwarant.notify.dead import dead
from gwarant.notify.kinds import FOLLOWED
from gwarant.notify.news import News
from gwarant.notify.reason import Reason
from gwarant.notify.recipients import Correspondent, Recipient
from gwarant.tickets.authors import Author, Somebody
from gwarant.tickets.ending_words import AskedWhetherFixed
from gwarant.tickets.facts import Said
from gwarant.tickets.following import followers_of
from gwarant.tickets.models import Ticket
from gwarant.tickets.stopping import matter_of, new_among, reasons

WARNING = "warning"  # the kind of what tells of a clock
LADDER_ROLES = {
    "duty_phone": (StaffRole.ENGINEER, StaffRole.CARETAKER),
    "on_call": (StaffRole.ENGINEER, StaffRole.CARETAKER),
    "engineer": (StaffRole.ENGINEER,),
    "lead": (StaffRole.MANAGER,),
    "manager": (StaffRole.MANAGER,),
    "director": (StaffRole.OWNER,),
    "owner": (StaffRole.OWNER,),
}


def tell_house(ticket: Ticket, news: News, now: datetime, about: str = "") -> int:
    """Whoever looks after the ticket here: its assignee, else the caretaker and the deputy, else the managers."""
    people = responsible(ticket)
    return _tell(_some_reached(people) if news.kind == WARNING else people, ticket, news, now, about)


def tell_leaders(ticket: Ticket, news: News, now: datetime, about: str = "") -> int:
    """Whoever looks after it, and the managers."""
    return _tell([*responsible(ticket), *with_roles(StaffRole.MANAGER)], ticket, news, now, about)


def tell_second(ticket: Ticket, news: News, by: User, now: datetime, about: str = "") -> int:
    """Whoever can agree to what somebody of us asks: the others who look after it, and the managers and owners."""
    people = [*responsible(ticket), *with_roles(StaffRole.MANAGER, StaffRole.OWNER)]
    return _tell([one for one in people if one != by], ticket, news, now, about)


def tell_reporter(ticket: Ticket, news: News, now: datetime, about: str = "") -> int:
    """Whoever reported it: the person, the address that has no account, else the customer's administrators.

    What somebody of us said goes to those who follow the ticket too, as news that each of them may do without.
    """
    circles = [*_to_followers(ticket, news), _to_reporter(ticket, news)]
    return tell_all(circles, key=_key(ticket, about), customer=ticket.customer, now=now)


def tell_writer(ticket: Ticket, who: Somebody, news: News, now: datetime) -> int:
    """Whoever has just written about it, whether or not it was them who reported it."""
    to = who if isinstance(who, User) else Correspondent(who.email, ticket.customer.language)
    return tell([to], news, key=_key(ticket, f"{ticket.events_count}w"), customer=ticket.customer, now=now)


def tell_of_report(ticket: Ticket, to_house: News, to_reporter: News, now: datetime) -> int:
    """Whoever looks after it here, and whoever reported it."""
    circles = [(responsible(ticket), to_house), _to_reporter(ticket, to_reporter)]
    return tell_all(circles, key=_key(ticket), customer=ticket.customer, now=now, is_first=True)


def tell_of_word(ticket: Ticket, to_house: News, of_colleague: News, *, by: Author, now: datetime) -> int:
    """Of a word of the customer: whoever looks after it here, and whoever is asked about it, unless they said it."""
    said_by = by.email.lower() if by else ""
    others = [one for one in asked_about(ticket) if _address(one) != said_by]
    circles: list[tuple[Iterable[Recipient], News]] = [(others, of_colleague), (responsible(ticket), to_house)]
    return tell_all(circles, key=_key(ticket), customer=ticket.customer, now=now, is_first=True)


def ask_back(ticket: Ticket, who: Somebody, news: News, about: str, now: datetime) -> int:
    """Whoever wrote is asked, at their address where that is all we know."""
    one: Recipient = who if isinstance(who, User) else Correspondent(who.email, ticket.customer.language)
    return _tell([one], ticket, news, now, about)


def tell_heirs(customer: Customer, heir: User | None, news: News, about: str, now: datetime) -> int:
    """Who is asked instead of somebody that left: the heir, else whoever runs the customer's side."""
    if heir is not None:
        return tell([heir], news, key=about, customer=customer, now=now)
    with scoped(ENGINE):
        active = Membership.objects.active().filter(customer=customer, role=CustomerRole.ADMINISTRATOR)
        people = [one.user for one in active.select_related("user")]
    return tell(people, news, key=about, customer=customer, now=now)


def tell_step(ticket: Ticket, to: str, news: News, now: datetime, about: str) -> int:
    """The people whom a step of the contact ladder means."""
    return _tell(_some_reached(on_step(ticket, to)), ticket, news, now, about)


def first_called(ticket: Ticket, words: Sequence[str]) -> list[User]:
    """Whoever looks after it, and the people whom these steps of the ladder mean, nobody twice."""
    people = [*responsible(ticket), *(one for to in words for one in on_step(ticket, to))]
    return _some_reached(list(dict.fromkeys(people)))


def called(ticket: Ticket, to: str) -> list[User]:
    """The people whom a step of the contact ladder means, such that mail reaches one of them."""
    return _some_reached(on_step(ticket, to))


def call(ticket: Ticket, people: Sequence[User], news: News, now: datetime, about: str) -> int:
    """Tell these people of the ticket."""
    return _tell(people, ticket, news, now, about)


def _to_reporter(ticket: Ticket, news: News) -> tuple[Sequence[Recipient], News]:
    """Whoever is asked about it; an address without an account is told that it was reported from there."""
    people = asked_about(ticket)
    is_address = any(not isinstance(one, User) for one in people)
    return people, replace(news, reason=Reason(ticket.key)) if is_address else news


def _to_followers(ticket: Ticket, news: News) -> Iterator[tuple[list[Recipient], News]]:
    """Each who follows with the news for them: why they get it, and the first time what it is about."""
    if not ticket.followers or not isinstance(news.told, Said):
        return
    told, asked = news.told, {_address(one) for one in asked_about(ticket)}
    people = {name: one for name, one in followers_of(ticket).items() if one.email.lower() not in asked}
    new, why = new_among(ticket, people.values()), reasons(ticket, people, people)
    matter = matter_of(ticket) if new else ()
    by_mail = replace(told, by_mail=True) if isinstance(told, AskedWhetherFixed) else told
    for name, one in people.items():
        own = replace(news, kind=FOLLOWED, reason=why.get(name), matter=matter if one in new else ())
        if isinstance(one, User):
            yield [one], own
        else:
            yield [Correspondent(one.email, ticket.customer.language)], replace(own, told=by_mail)


def _address(one: Recipient) -> str:
    return (one.email if isinstance(one, User) else one.address).lower()


def responsible(ticket: Ticket) -> list[User]:
    """The people of the house whom the ticket concerns."""
    if ticket.assignee and ticket.assignee.is_active:
        return [ticket.assignee]
    return with_roles(StaffRole.MANAGER, StaffRole.OWNER) if ticket.assignee else looking_after(ticket.customer)


def looking_after(customer: Customer) -> list[User]:
    """The people of the house whom the customer's systems concern: caretaker and deputy, else managers and owners."""
    present = [one for one in _carers(customer) if one.is_active]
    return present or with_roles(StaffRole.MANAGER, StaffRole.OWNER)


def _carers(customer: Customer) -> list[User]:
    """The caretaker, then the deputy, asked for at once."""
    wanted = [pk for pk in (customer.caretaker_id, customer.deputy_id) if pk is not None]
    found = ask_all("person", wanted, User.objects.in_bulk)
    return [one for pk in dict.fromkeys(wanted) if (one := found[pk]) is not None]


def asked_about(ticket: Ticket) -> Sequence[Recipient]:
    """The reporter while they still belong to the customer, or their address alone; else its administrators."""
    if ticket.correspondent is not None and ticket.correspondent.email:
        return [Correspondent(ticket.correspondent.email, ticket.customer.language)]
    with scoped(ENGINE):
        active = list(Membership.objects.active().filter(customer_id=ticket.customer_id).select_related("user"))
    reporter = [one.user for one in active if one.user_id == ticket.reporter_id]
    return reporter or [one.user for one in active if one.role == CustomerRole.ADMINISTRATOR]


def on_step(ticket: Ticket, to: str) -> list[User]:
    """Who is meant by a step's word; a word that means nobody here goes to the managers."""
    customer = ticket.customer
    if to in ("caretaker", "deputy"):
        named = customer.caretaker if to == "caretaker" else customer.deputy
        return [named] if named and named.is_active else responsible(ticket)
    if to.startswith("client"):
        with scoped(ENGINE):
            found = Membership.objects.active().filter(customer=customer, role=CustomerRole.ADMINISTRATOR)
            return [one.user for one in found.select_related("user")]
    by_mail = User.objects.filter(email__iexact=to, is_active=True)
    roles = LADDER_ROLES.get(to, ())
    return list(by_mail) or with_roles(*roles) or with_roles(StaffRole.MANAGER, StaffRole.OWNER)


def _some_reached(people: list[User]) -> list[User]:
    """The people; where mail reaches none of them the managers and owners beside them, because a clock runs."""
    without = dead(one.email for one in people)
    if any(one.email.lower() not in without for one in people):
        return people
    return [*people, *with_roles(StaffRole.MANAGER, StaffRole.OWNER)]


def with_roles(*roles: StaffRole) -> list[User]:
    return list(User.objects.filter(staff_role__in=roles, is_active=True).order_by("pk"))


def _tell(people: Iterable[Recipient], ticket: Ticket, news: News, now: datetime, about: str) -> int:
    return tell(people, news, key=_key(ticket, about), customer=ticket.customer, now=now)


def _key(ticket: Ticket, about: str = "") -> str:
    return f"{ticket.key}:{about or ticket.events_count}"
