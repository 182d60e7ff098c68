"""The cast: one house and four customers, made by the product's own actions."""

from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.auth.hashers import make_password

from gwarant.accounts.actions import create_user
from gwarant.accounts.models import Company, SecondStep, StaffRole, User
from gwarant.customers.actions import add_member, add_service, create_customer
from gwarant.customers.models import Customer, CustomerRole, Service

PASSWORD = "correct horse battery"
HOUSE = "Softhouse Example sp. z o.o."
STAFF = (
    ("olga", "Olga Owocna", StaffRole.OWNER),
    ("marek", "Marek Mazur", StaffRole.MANAGER),
    ("alice", "Alicja Adamska", StaffRole.CARETAKER),
    ("ben", "Beniamin Bąk", StaffRole.ENGINEER),
    ("dorota", "Dorota Dudek", StaffRole.ENGINEER),
    ("ada", "Ada Audyt", StaffRole.AUDITOR),
)


@dataclass(frozen=True)
class Client:
    """A customer as the story tells it."""

    key: str
    name: str
    domain: str
    language: str
    package: str
    people: tuple[tuple[str, str, CustomerRole], ...]
    services: tuple[tuple[str, str], ...]


CLIENTS = (
    Client(
        "SHOP",
        "Acme Shop sp. z o.o.",
        "shop.example",
        "pl",
        "business",
        (
            ("cora", "Cora Czarnecka", CustomerRole.ADMINISTRATOR),
            ("cyryl", "Cyryl Cichy", CustomerRole.REQUESTER),
            ("celina", "Celina Czuba", CustomerRole.READER),
        ),
        (("shop", "Sklep internetowy"), ("erp", "Integracja z ERP")),
    ),
    Client(
        "CLINIC",
        "Klinika Zdrowie sp. z o.o.",
        "clinic.example",
        "pl",
        "premium",
        (("zoe", "Zofia Zawada", CustomerRole.ADMINISTRATOR), ("zenon", "Zenon Ziaja", CustomerRole.REQUESTER)),
        (("booking", "Rejestracja pacjentów"), ("records", "Dokumentacja medyczna")),
    ),
    Client(
        "PLANT",
        "Zakłady Metalowe Huta SA",
        "plant.example",
        "pl",
        "basic",
        (("pawel", "Paweł Pawlak", CustomerRole.ADMINISTRATOR),),
        (("mes", "System produkcji"),),
    ),
    Client(
        "UNI",
        "Example University",
        "uni.example",
        "en",
        "business",
        (("ula", "Ursula Unwin", CustomerRole.ADMINISTRATOR), ("umar", "Umar Usmani", CustomerRole.REQUESTER)),
        (("enrol", "Enrolment"), ("exams", "Exam portal")),
    ),
)


@dataclass
class World:
    """The people, customers and systems by their short names."""

    people: dict[str, User] = field(default_factory=dict)
    customers: dict[str, Customer] = field(default_factory=dict)
    services: dict[tuple[str, str], Service] = field(default_factory=dict)

    def __getattr__(self, name: str) -> User:
        if name in self.__dict__.get("people", {}):
            return self.people[name]
        raise AttributeError(name)


def make_cast(now: datetime, clients: tuple[Client, ...] = CLIENTS, password: str | None = PASSWORD) -> World:
    """The house and its customers; contracts and tickets come later."""
    world = World()
    house = {"name": HOUSE, "language": "pl", "second_step": SecondStep.NOBODY, "created_at": now}
    Company.objects.get_or_create(id=1, defaults=house)  # whoever tries the demo signs in with a password alone
    for short, name, role in STAFF:
        world.people[short] = create_user(
            email=f"{short}@house.example",
            name=name,
            staff_role=role,
            language="en" if short == "ben" else "pl",
            is_verified=True,
            now=now,
        )
    for client in clients:
        _make_client(world, client, now)
    _give_password(world, password)
    return world


def _give_password(world: World, password: str | None) -> None:
    """The same for everybody, hashed once."""
    hashed = make_password(password)
    for user in world.people.values():
        user.password = hashed
    User.objects.bulk_update(world.people.values(), ["password"])


def _make_client(world: World, client: Client, now: datetime) -> None:
    customer = create_customer(
        key=client.key,
        name=client.name,
        language=client.language,
        caretaker=world.people["alice"],
        deputy=world.people["ben"],
        now=now,
    )
    world.customers[client.key] = customer
    for short, name, role in client.people:
        address = f"{short}@{client.domain}"
        user = create_user(email=address, name=name, language=client.language, is_verified=True, now=now)
        add_member(customer, user, role, now=now)
        world.people[short] = user
    for key, name in client.services:
        world.services[client.key, key] = add_service(customer, key=key, name=name)
