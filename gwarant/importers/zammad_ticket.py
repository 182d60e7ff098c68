"""One ticket of Zammad: its fields, articles and history as the steps of a ticket."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from gwarant.importers.desk_story import MERGED, OF_THE_CUSTOMER, Act, Case, Step, Tally
from gwarant.importers.desk_words import DeskWords, People
from gwarant.importers.documents import Place
from gwarant.importers.local_time import LocalTimes
from gwarant.importers.zammad_shelf import File
from gwarant.sla.evidence.model import Kind, Role
from gwarant.sla.evidence.value import Unfit, shown

SYSTEM = "1"  # the user "-" of Zammad itself
SENDERS = {"agent": Role.PROVIDER, "customer": Role.CUSTOMER, "system": Role.SYSTEM}
WATCHED = {"state": Act.STATE, "priority": Act.CLASS, "owner": Act.ASSIGNED}
NO_HISTORY = "append the answer of /api/v1/ticket_history/{}"
NO_ARTICLES = "append the answer of /api/v1/ticket_articles/by_ticket/{}?expand=true"


@dataclass(frozen=True, kw_only=True)
class Reading:
    """How tickets are read: words, people, times, what the options say of the service, and what was decided."""

    words: DeskWords
    people: People
    times: LocalTimes
    tally: Tally
    service: str
    service_field: str
    agents: set[str] = field(default_factory=set)  # who wrote as an agent or owned a ticket

    def learn(self, files: Iterable[File]) -> None:
        """Remembers who acts as an agent anywhere in the export."""
        for file in files:
            agents = (one for one in file.articles if _sender(file, one) is Role.PROVIDER)
            owners = [str(one.data.get("id_to", "")) for one in file.history if one.data.get("attribute") == "owner"]
            found = [str(one.data.get("created_by_id", "")) for one in agents]
            self.agents.update([*found, *owners, str(file.ticket.data.get("owner_id", ""))])
        self.agents.difference_update({"", SYSTEM, "None"})

    def notes(self) -> list[str]:
        """What was assumed about words, people and times."""
        return [*self.times.notes(), *self.words.notes(), *self.people.notes()]


def case_of(file: File, reading: Reading) -> Case | None:
    """The ticket with its steps; what is wrong with it is told by its place."""
    return _Ticket(file, reading).case()


def _sender(file: File, place: Place) -> Role | None:
    raw = place.data.get("sender")
    name = raw if isinstance(raw, str) else file.names["sender"].get(str(place.data.get("sender_id")), "")
    return SENDERS.get(name.lower())


class _Ticket:
    def __init__(self, file: File, reading: Reading) -> None:
        self.file, self.reading, self.ticket = file, reading, file.ticket
        self.number = self.ticket.text("number", required=True)
        self.customer = self.ticket.text("customer_id")
        self.opened = self.ticket.moment("created_at", reading.times, required=True)
        self.log = [(at, one) for one in file.history if (at := self.moment(one)) is not None]
        self.log.sort(key=lambda row: (row[0], _number(row[1])))
        self.said = [(at, one) for one in file.articles if (at := self.moment(one)) is not None]
        self.said.sort(key=lambda row: (row[0], _number(row[1])))

    def case(self) -> Case | None:
        self.check_whole()
        first = next((one for at, one in self.said if self.opened is not None and at >= self.opened), None)
        steps = [*self.changes(), *self.merge(), *self.messages(first)]
        now = self.read(self.ticket, self.file.word(self.ticket, "state"), "state", self.reading.words.state)
        by = self.opener(first)
        channel = self.file.word(self.ticket, "create_article_type", "type")
        if not channel and first:
            channel = self.file.word(first, "type")
        if self.opened is None:
            return None
        return Case(
            ticket=self.number,
            opened=self.opened,
            by=by,
            person=self.customer if by is Role.CUSTOMER else self.ticket.text("created_by_id"),
            channel=self.reading.words.channel(channel),
            service=self.service(),
            class_=self.first("priority", self.reading.words.class_of, self.class_now()),
            state=self.first("state", self.reading.words.state, now),
            steps=tuple(steps),
            now=now,
            ended=self.ticket.moment("close_at", self.reading.times),
        )

    def moment(self, place: Place) -> int | None:
        return place.moment("created_at", self.reading.times, required=True)

    def check_whole(self) -> None:
        """Tells when articles or history are missing: verdicts of a part would be false."""
        if not self.file.history:
            self.ticket.wrong("history", "is missing", NO_HISTORY.format(self.file.id))
        here, asked = len(self.file.articles), self.file.article_ids
        if not here:
            self.ticket.wrong("articles", "are missing", NO_ARTICLES.format(self.file.id))
        elif missing := len(asked - {one.text("id") for one in self.file.articles}):
            self.ticket.wrong(
                "articles", f"hold {len(asked) - missing} of {len(asked)}", NO_ARTICLES.format(self.file.id)
            )

    def changes(self) -> Iterator[Step]:
        """Every change of state, priority and owner."""
        for at, entry in self.log:
            act = WATCHED.get(str(entry.data.get("attribute")))
            if act is None or entry.data.get("type") != "updated":
                continue
            value = self.value(entry, act)
            if value and value != MERGED:
                yield self.step(at, entry, act, value)
                kind = self.reading.words.kind(entry.text("value_to")) if act is Act.STATE else None
                if kind:
                    told = replace(self.step(at, entry, Act.TOLD, ""), kind=kind)
                    yield replace(told, by=Role.CUSTOMER) if kind in OF_THE_CUSTOMER else told

    def value(self, entry: Place, act: Act) -> str:
        if act is Act.ASSIGNED:
            owner = entry.text("id_to")
            return "" if owner == SYSTEM else owner
        read = self.reading.words.state if act is Act.STATE else self.reading.words.class_of
        return self.read(entry, entry.text("value_to", required=True), "value_to", read)

    def step(self, at: int, entry: Place, act: Act, value: str) -> Step:
        by, person = self.who(entry)
        return Step(at=at, place=_number(entry), act=act, by=by, person=person, ref=entry.text("id"), value=value)

    def merge(self) -> Iterator[Step]:
        """The merge, from the history's own entry, or from the change of state and the only link."""
        entries = [(at, one) for at, one in self.log if one.data.get("type") == "merged_into"]
        targets = [one.text("id_to") for _, one in entries]
        if not entries:
            entries = [(at, one) for at, one in self.log if self.is_merging(one)]
            linked = {one.text("link_object_value") for one in self.file.links}
            targets = list(linked) if len(linked) == 1 else [""]
        for at, entry in entries[:1]:
            yield self.merged(at, entry, targets[0])

    def merged(self, at: int, entry: Place, target: str) -> Step:
        if not target:
            return self.step(at, entry, Act.STATE, MERGED)
        if target not in self.file.numbers:
            self.reading.tally.add("unknown_target", self.number)
        return self.step(at, entry, Act.MERGED, self.file.numbers.get(target, target))

    def is_merging(self, entry: Place) -> bool:
        words = self.reading.words
        return entry.data.get("attribute") == "state" and words.states.get(str(entry.data.get("value_to"))) == MERGED

    def messages(self, first: Place | None) -> Iterator[Step]:
        """Every article but the one that opened the ticket and the note of a merge."""
        is_merged = any(self.is_merging(one) for _, one in self.log)
        for at, article in self.said:
            kind = self.file.word(article, "type")
            if is_merged and kind == "note" and article.data.get("body") == "merged":
                self.reading.tally.add("merge_notes", self.number)
            elif article is not first:
                yield self.message(at, article, kind)

    def message(self, at: int, article: Place, type_: str) -> Step:
        by = self.sender(article)
        is_internal = article.flag("internal")
        if is_internal is None and not article.has("internal"):
            article.wrong("internal", "is missing", "true or false")
        if type_ == "note" and by is Role.PROVIDER and is_internal is False:
            self.reading.tally.add("public_notes", self.number)
        automatic = article.inner("preferences").flag("is-auto-response") is True
        return Step(
            at=at,
            place=_number(article),
            act=Act.MESSAGE,
            by=by,
            person=self.speaker(article, by),
            ref=article.text("id"),
            kind=Kind.NOTED if is_internal else Kind.CALLED if type_ == "phone" else Kind.REPLIED,
            channel="" if is_internal else self.reading.words.channel(type_),
            is_automatic=automatic or by is Role.SYSTEM,
        )

    def sender(self, article: Place) -> Role:
        if article.text("created_by_id") in self.reading.people.robots:
            return Role.SYSTEM
        found = _sender(self.file, article)
        if found is None:
            raw = article.data.get("sender", article.data.get("sender_id"))
            article.wrong("sender", f"{shown(raw)} is not a sender", "Agent, Customer or System")
        return found or Role.SYSTEM

    def speaker(self, article: Place, by: Role) -> str:
        author = article.text("origin_by_id") or article.text("created_by_id")
        is_for_another = by is Role.CUSTOMER and author in self.reading.agents
        return self.customer if is_for_another else author

    def opener(self, first: Place | None) -> Role:
        name = self.file.word(self.ticket, "create_article_sender", "sender")
        by = SENDERS.get(name.lower()) or (self.sender(first) if first else Role.CUSTOMER)
        if by is not Role.CUSTOMER:
            self.reading.tally.add("by_agent" if by is Role.PROVIDER else "by_robot", self.number)
        return by

    def who(self, entry: Place) -> tuple[Role, str]:
        user = entry.text("created_by_id")
        if user in {"", SYSTEM}:
            return Role.SYSTEM, ""
        known = Role.CUSTOMER if user == self.customer else Role.PROVIDER if user in self.reading.agents else None
        return self.reading.people.role([user], known, is_customer=False), user

    def first(self, name: str, read: Callable[[str], str], now: str) -> str:
        """What it was before its first change; as it is now where it never changed."""
        found = [one for _, one in self.log if one.data.get("attribute") == name and one.data.get("type") == "updated"]
        return self.read(found[0], found[0].text("value_from"), "value_from", read) if found else now

    def class_now(self) -> str:
        theirs = self.file.word(self.ticket, "priority")
        if not theirs and not self.reading.words.default_class:
            self.reading.tally.add("no_priority", self.number)
        return self.read(self.ticket, theirs, "priority", self.reading.words.class_of)

    def read(self, place: Place, theirs: str, key: str, read: Callable[[str], str]) -> str:
        try:
            return read(theirs) if theirs or read == self.reading.words.class_of else ""
        except Unfit as unfit:
            place.wrong(key, unfit.message, unfit.hint)
            return ""

    def service(self) -> str:
        raw = self.ticket.data.get(self.reading.service_field) if self.reading.service_field else None
        return raw if isinstance(raw, str) and raw.isprintable() and raw else self.reading.service


def _number(place: Place) -> int:
    raw = place.data.get("id")
    return raw if type(raw) is int else 0
