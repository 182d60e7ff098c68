"""Their words to ours, and whose words they are: what the importers of helpdesks share."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from gwarant.importers.desk_story import ACTIVE, NEW, RESOLVED, STATES, counted
from gwarant.importers.option import REST, Options, names, plain, refuse, word, word_map
from gwarant.sla.evidence.model import Kind, Role
from gwarant.sla.evidence.value import Unfit, shown
from gwarant.sla.problem import did_you_mean

_OFTEN = {
    "new": "new|open|opened|to_do|created|reported|queued|awaiting_assignment|unassigned|logged|registered|nowy|nowe|"
    "otwarty|otwarte|zgłoszony|zgłoszone|do_zrobienia",
    "active": "active|in_progress|work_in_progress|assigned|accepted|acknowledged|reopened|re_opened|in_call|escalated|"
    "started|under_review|w_toku|w_trakcie|przypisany|przypisane|przyjęte",
    "waiting_client": "waiting_for_customer|wait_customer|wait_user|awaiting_user_info|awaiting_caller|"
    "pending_customer|waiting_on_customer|oczekuje_na_klienta|czeka_na_klienta",
    "third_party": "waiting_for_vendor|waiting_for_third_party|wait_vendor|awaiting_vendor|oczekuje_na_dostawcę",
    "approval": "waiting_for_approval|oczekuje_na_akceptację",
    "on_hold": "pending|on_hold|hold|wait|waiting|wait_implementation|wstrzymany|wstrzymane|oczekuje",
    "resolved": "resolved|done|completed|complete|solved|fixed|rozwiązany|rozwiązane|gotowe|zakończone",
    "closed": "closed|zamknięty|zamknięte",
    "canceled": "canceled|cancelled|declined|rejected|anulowany|anulowane|odrzucone",
}
OFTEN = {theirs: ours for ours, words in _OFTEN.items() for theirs in words.split("|")}
"""What helpdesks often call their states."""
TOLD_BY_STATES = (
    *("replied", "called", "noted", "attempted", "acknowledged", "work_started", "diagnosed", "quoted"),
    *("restored", "restoration_failed", "delivered", "accepted", "rejected"),
)
CATEGORIES = {"new": NEW, "indeterminate": ACTIVE, "done": RESOLVED}


@dataclass
class DeskWords:
    """The states, classes and channels of a helpdesk, what the options say over what the importer knows."""

    states: Mapping[str, str]
    classes: Mapping[str, str]
    channels: Mapping[str, str]
    kinds: Mapping[str, str] = field(default_factory=dict)  # of their states, what entering one is beside the state
    default_class: str = ""
    told: Mapping[str, str] = field(default_factory=dict)  # of the classes those that an option says
    categories: dict[str, str] = field(default_factory=dict)  # of their states, our state by its category
    read: dict[str, Counter[str]] = field(default_factory=lambda: {"states": Counter(), "classes": Counter()})
    missed: Counter[str] = field(default_factory=Counter)
    by_default: int = 0

    def state(self, theirs: str) -> str:
        """Our state; raises Unfit for a word that nothing is known about. What is a kind alone is a state of work."""
        name = plain(theirs)
        number, _, label = theirs.partition(" - ")
        parts = (name, plain(label), plain(number)) if label else (name,)
        found = next((ours for one in parts if (ours := self.states.get(one) or self.categories.get(one))), "")
        found = found or (ACTIVE if name in self.kinds else self.states.get(REST, ""))
        if not found:
            hint = did_you_mean(name[:40], self.states)
            say = f"--state {shown(theirs + '=active')}"
            raise Unfit(f"{shown(theirs)} is not a known state", f"{hint}; or say what it means: {say}")
        self.read["states"][f"{shown(theirs)} as {found}"] += 1
        return found

    def kind(self, theirs: str) -> Kind | None:
        """What entering the state is beside the state, where an option says so."""
        found = self.kinds.get(plain(theirs))
        return Kind(found) if found else None

    def class_of(self, theirs: str) -> str:
        """The class of a priority, by its whole text, its number or its word; raises Unfit for one that has none.

        Without any it is the default, where one was told, else nothing.
        """
        if not theirs:
            self.by_default += bool(self.default_class)
            return self.default_class
        number, _, label = theirs.partition(" - ")
        names = (theirs, number, label) if label else (theirs,)
        known = [words.get(plain(one), "") for words in (self.told, self.classes) for one in names]
        found = next(filter(None, known), "") or self.told.get(REST)
        if not found:
            raise Unfit(f"{shown(theirs)} has no class", f"say which class it is: --class {shown(theirs + '=CLASS')}")
        self.read["classes"][f"{shown(theirs)} as {found}"] += 1
        return found

    def channel(self, theirs: str) -> str:
        """Our channel; `other` where there is none, which is counted."""
        found = self.channels.get(plain(theirs)) or (self.channels.get(REST) if theirs else "")
        if theirs and not found:
            self.missed[shown(theirs)] += 1
        return found or "other"

    def know(self, theirs: str, category: str) -> None:
        """Remembers the category of a state that no word is known for."""
        if category in CATEGORIES and plain(theirs) not in self.states:
            self.categories[plain(theirs)] = CATEGORIES[category]

    def notes(self) -> list[str]:
        """How their words were read."""
        notes = [f"{what} read: {', '.join(sorted(found))}" for what, found in self.read.items() if found]
        by_category = sorted(f"{shown(theirs)} as {ours}" for theirs, ours in self.categories.items())
        notes += (
            [f"states without a word here, read by their category: {', '.join(by_category)}"] if by_category else []
        )
        notes += (
            [f"channels read as other, which starts a clock only where the contract says so: {counted(self.missed)}"]
            if self.missed
            else []
        )
        told = f"without a priority, read as the class {self.default_class}, as told: {self.by_default}"
        return notes + ([told] if self.by_default else [])


@dataclass
class People:
    """Who is who: agents and software as the options name them, the rest by what the source says."""

    agents: Collection[str]
    robots: Collection[str]
    assumed: dict[str, set[str]] = field(default_factory=lambda: {"customer": set(), "provider": set()})

    def role(self, ids: Collection[str], known: Role | None, is_customer: bool) -> Role:
        """The role of somebody with these ids: as named, as `known`, or assumed, which is remembered."""
        if any(one in self.robots for one in ids):
            return Role.SYSTEM
        if any(one in self.agents for one in ids):
            return Role.PROVIDER
        if known is not None:
            return known
        role = Role.CUSTOMER if self.agents or is_customer else Role.PROVIDER
        self.assumed[role.value].add(next(iter(ids), "?"))
        return role

    def notes(self) -> list[str]:
        """Whose role was assumed."""
        why = "not among the agents" if self.agents else "the customer of their ticket"
        notes = {
            "customer": f"people read as the customer, because they are {why}: {{}}",
            "provider": "people read as the provider's, because no agents are named and they are not the customer "
            "of the ticket: {}",
        }
        return [notes[role].format(len(found)) for role, found in self.assumed.items() if found]


def desk_words(
    options: Options,
    states: Mapping[str, str],
    classes: Mapping[str, str],
    channels: Mapping[str, str],
    known: Collection[str] = STATES,
) -> DeskWords:
    """The words with those of the options; raises InputError for what is none of the `known` states, or no kind."""
    given = {name: word_map(options, name) for name in ("states", "classes", "channels", "kinds")}
    for ours in given["states"].values():
        if ours not in known:
            refuse("states", f"{shown(ours)} is not a state", did_you_mean(ours[:40], known))
    for ours in given["kinds"].values():
        if ours not in TOLD_BY_STATES:
            refuse("kinds", f"{shown(ours)} is nothing that a state can tell", did_you_mean(ours[:40], TOLD_BY_STATES))
    return DeskWords(
        states={**states, **given["states"]},
        classes=classes,
        told=given["classes"],
        channels={**channels, **given["channels"]},
        kinds=given["kinds"],
        default_class=word(options, "default_class"),
    )


def people(options: Options) -> People:
    """The people that the options `agents` and `robots` name."""
    return People(names(options, "agents"), names(options, "robots"))
