"""People, customers and systems by their names, also with a typing error: those that the scope sees."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain

from gwarant.accounts.models import User
from gwarant.customers.models import Correspondent, Customer, Membership, Service
from gwarant.tickets.indexing import customer, person, system
from gwarant.wordforms.asking import Wanted
from gwarant.wordforms.near import closest, names
from gwarant.wordforms.tokens import words_of

NEWEST = 5000  # addresses without an account that are looked at, the latest first
MOST_TERMS = 40  # of those who are meant by one word
EACH = 5  # shown of each kind


@dataclass(frozen=True)
class Named:
    """Somebody or something with a name: of which kind, its row's key, the term of its tickets, whose it is.

    `words` are those of its names, without diacritics and capitals.
    """

    kind: str
    pk: int
    term: str
    name: str
    words: tuple[str, ...]
    customer_key: str = ""
    about: str = ""
    key: str = ""
    is_house: bool = False


@dataclass(frozen=True)
class Names:
    """All names that the scope sees."""

    all: tuple[Named, ...] = field(default_factory=tuple)

    def meant(self, one: Wanted, *, errors: bool = False) -> list[Named]:
        """Those of whom one wanted word or phrase is a name, the nearest first."""
        found = [named for named in self.all if _means(one, named.words, errors)]
        return sorted(found, key=lambda named: closest(one.words[0], named.words))

    def terms(self, one: Wanted, *, errors: bool = False) -> list[str]:
        """The terms by which their tickets are found."""
        return [named.term for named in self.meant(one, errors=errors)[:MOST_TERMS]]

    def called(self, wanted: Sequence[Wanted]) -> list[Named]:
        """Those of whom all that is wanted is a name, at most so many of each kind, the nearest first.

        With typing errors where nobody is called so as it is written.
        """
        return self._called(wanted, errors=False) or self._called(wanted, errors=True) if wanted else []

    def only(self, kind: str, text: str) -> list[Named]:
        """Those of a kind whom a filter names: the one whose key it is, else all who are called so, or nearly."""
        words = tuple(words_of(text))
        own = [named for named in self.all if named.kind == kind]
        exact = [named for named in own if named.key and words_of(named.key) == list(words)]
        return exact or _all_mean(own, words, errors=False) or _all_mean(own, words, errors=True)

    def _called(self, wanted: Sequence[Wanted], *, errors: bool) -> list[Named]:
        kinds: dict[str, list[Named]] = {}
        for named in self.meant(wanted[0], errors=errors):
            if all(_means(one, named.words, errors) for one in wanted[1:]):
                kinds.setdefault(named.kind, []).append(named)
        return [named for found in kinds.values() for named in found[:EACH]]


CUSTOMER, SYSTEM, PERSON = "customer", "system", "person"


def all_names(*, is_inside: bool) -> Names:
    """The names that the scope sees; to a customer's person also those of the house, by whom they were answered."""
    kinds: tuple[Callable[[], Iterable[Named]], ...] = (_customers, _systems, _people, _correspondents)
    found = chain.from_iterable(kind() for kind in kinds)
    return Names(tuple(one for one in found if is_inside or one.kind != CUSTOMER))


def _customers() -> Iterable[Named]:
    for pk, key, name in Customer.objects.values_list("pk", "key", "name"):
        yield Named(CUSTOMER, pk, customer(pk), name, _words(f"{key} {name}"), key, key=key)


def _systems() -> Iterable[Named]:
    for one in Service.objects.select_related("customer").only("key", "name", "customer__key", "customer__name"):
        words = _words(f"{one.key} {one.name}")
        yield Named(SYSTEM, one.pk, system(one), one.name, words, one.customer.key, one.customer.name, one.key)


def _people() -> Iterable[Named]:
    places = Membership.objects.select_related("user", "customer").only(
        "user__name", "user__email", "user__opaque", "customer__key", "customer__name"
    )
    for one in places:
        who, whose = one.user, one.customer
        words = _words(f"{who.name} {who.email.partition('@')[0]}")
        yield Named(PERSON, who.pk, person(who.opaque), who.name, words, whose.key, whose.name)
    for who in User.objects.exclude(staff_role="").only("name", "email", "opaque"):
        words = _words(f"{who.name} {who.email.partition('@')[0]}")
        yield Named(PERSON, who.pk, person(who.opaque), who.name, words, is_house=True)


def _correspondents() -> Iterable[Named]:
    found = Correspondent.objects.select_related("customer").order_by("-pk")
    for one in found.only("name", "email", "opaque", "customer__key", "customer__name")[:NEWEST]:
        words = _words(f"{one.name} {one.email.partition('@')[0]}")
        whose = one.customer
        yield Named(PERSON, one.pk, person(one.opaque), one.name or one.email, words, whose.key, whose.name)


@lru_cache(4096)
def _words(text: str) -> tuple[str, ...]:
    return tuple(words_of(text))


def _all_mean(own: Sequence[Named], words: Sequence[str], *, errors: bool) -> list[Named]:
    wanted = [Wanted((one,)) for one in words]
    return [named for named in own if wanted and all(_means(one, named.words, errors) for one in wanted)]


def _means(one: Wanted, words: Sequence[str], errors: bool) -> bool:
    if one.is_phrase:
        many = len(one.words)
        return any(tuple(words[at : at + many]) == one.words for at in range(len(words) - many + 1))
    return any(names(one.words[0], word, errors=errors) for word in words)
