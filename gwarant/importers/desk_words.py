"""Their words to ours, and whose words they are: what the importers of helpdesks share."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from gwarant.importers.desk_story import ACTIVE, NEW, RESOLVED, STATES, counted
from gwarant.importers.imported import Options
from gwarant.importers.option import names, refuse, words
from gwarant.importers.sheet import plain
from gwarant.sla.evidence.model import Role
from gwarant.sla.evidence.value import Unfit, shown
from gwarant.sla.problem import did_you_mean

CATEGORIES = {"new": NEW, "indeterminate": ACTIVE, "done": RESOLVED}


@dataclass
class DeskWords:
    """The states, classes and channels of a helpdesk, what the options say over what the importer knows."""

    states: Mapping[str, str]
    classes: Mapping[str, str]
    channels: Mapping[str, str]
    categories: dict[str, str] = field(default_factory=dict)  # of their states, our state by its category
    read: dict[str, Counter[str]] = field(default_factory=lambda: {"states": Counter(), "classes": Counter()})
    missed: Counter[str] = field(default_factory=Counter)

    def state(self, theirs: str) -> str:
        """Our state; raises Unfit for a word that nothing is known about."""
        found = self.states.get(plain(theirs)) or self.categories.get(plain(theirs))
        if not found:
            hint = did_you_mean(plain(theirs)[:40], self.states)
            raise Unfit(f"{shown(theirs)} is not a known state", f"{hint}; or say what it means with the option states")
        self.read["states"][f"{shown(theirs)} as {found}"] += 1
        return found

    def class_of(self, theirs: str) -> str:
        """The class of a priority; raises Unfit for one that has none."""
        found = self.classes.get(plain(theirs))
        if not found:
            raise Unfit(f"{shown(theirs)} has no class", "say which class it is with the option classes")
        self.read["classes"][f"{shown(theirs)} as {found}"] += 1
        return found

    def channel(self, theirs: str) -> str:
        """Our channel; `other` where there is none, which is counted."""
        found = self.channels.get(plain(theirs))
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
        return notes


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
    options: Options, states: Mapping[str, str], classes: Mapping[str, str], channels: Mapping[str, str]
) -> DeskWords:
    """The words with those of the options `states`, `classes`, `channels`; raises InputError for an unknown state."""
    given = {name: {plain(theirs): ours for theirs, ours in words(options, name).items()} for name in _GIVEN}
    for ours in given["states"].values():
        if ours not in STATES:
            refuse("states", f"{shown(ours)} is not a state", did_you_mean(ours[:40], STATES))
    return DeskWords(
        states={**states, **given["states"]},
        classes={**classes, **given["classes"]},
        channels={**channels, **given["channels"]},
    )


def people(options: Options) -> People:
    """The people that the options `agents` and `robots` name."""
    return People(names(options, "agents"), names(options, "robots"))


_GIVEN = ("states", "classes", "channels")
