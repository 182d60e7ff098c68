"""One issue of Jira: its fields, changelog and comments as the steps of a ticket."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from gwarant.importers.desk_story import OF_THE_CUSTOMER, Act, Case, Step, Tally
from gwarant.importers.desk_words import DeskWords, People
from gwarant.importers.documents import Place
from gwarant.importers.local_time import LocalTimes
from gwarant.sla.evidence.model import Kind, Role
from gwarant.sla.evidence.value import Unfit

CHANNEL = "request.channel.type"  # the property of an issue that Jira Service Management keeps
INTERNAL = "sd.public.comment"  # the property of a comment in a Data Center
TYPES = {"app": Role.SYSTEM, "customer": Role.CUSTOMER}
WATCHED = {"status": Act.STATE, "priority": Act.CLASS, "assignee": Act.ASSIGNED}
EXPAND = "ask with expand=changelog"
COMMENTS = "ask with fields=*all, or name comment among the fields"


@dataclass(frozen=True, kw_only=True)
class Reading:
    """How issues are read: words, people, times, what the options say of channel and service, and what was decided."""

    words: DeskWords
    people: People
    times: LocalTimes
    tally: Tally
    channel: str
    service: str
    service_field: str

    def learn(self, issue: Place) -> None:
        """Remembers the category of the state in which the issue is."""
        fields = issue.data.get("fields")
        status = fields.get("status") if isinstance(fields, dict) else None
        category = status.get("statusCategory") if isinstance(status, dict) else None
        if isinstance(category, dict):
            self.words.know(str(status.get("name", "")), str(category.get("key", "")))  # type: ignore[union-attr]

    def updated(self, issue: Place) -> int:
        """When the issue was updated last, 0 when that cannot be read."""
        fields = issue.data.get("fields")
        raw = fields.get("updated") if isinstance(fields, dict) else None
        try:
            return self.times.seconds(raw) if isinstance(raw, str) else 0
        except Unfit:
            return 0

    def notes(self) -> list[str]:
        """What was assumed about words, people and times."""
        return [*self.times.notes(), *self.words.notes(), *self.people.notes()]


def case_of(issue: Place, reading: Reading) -> Case | None:
    """The issue as a ticket; what is wrong with it is told by its place."""
    return _Issue(issue, reading).case()


@dataclass(frozen=True)
class _Item:
    """One changed field, and the entry of the changelog in which it stands; a higher `place` came later."""

    at: int
    place: int
    history: Place
    item: Place

    @property
    def name(self) -> str:
        return str(self.item.data.get("fieldId") or self.item.data.get("field") or "").lower()


class _Issue:
    def __init__(self, issue: Place, reading: Reading) -> None:
        self.issue, self.reading = issue, reading
        self.key = issue.text("key", required=True)
        self.fields = issue.inner("fields", required=True, hint="ask with fields=*all")
        self.reporter = self.fields.inner("reporter") or self.fields.inner("creator")
        self.opener = _ids(self.reporter)
        self.items = sorted(self.log(), key=lambda one: (one.at, one.place))

    def case(self) -> Case | None:
        steps = (*self.changes(), *self.comments())
        opened = self.fields.moment("created", self.reading.times, required=bool(self.fields))
        by, person = self.author(self.reporter) if self.opener else (Role.CUSTOMER, "")
        now = self.word(self.fields.inner("status", required=bool(self.fields)), "name", self.reading.words.state)
        if opened is None:
            return None
        self.count_opening(by)
        return Case(
            ticket=self.key,
            opened=opened,
            by=by,
            person=person,
            channel=self.channel(),
            service=self.service(),
            class_=self.first("priority", self.reading.words.class_of, self.class_now()),
            state=self.first("status", self.reading.words.state, now),
            steps=steps,
            now=now,
            ended=self.fields.moment("resolutiondate", self.reading.times),
        )

    def log(self) -> Iterator[_Item]:
        log = self.issue.inner("changelog", required=True, hint=EXPAND)
        found = log.list("histories", required=bool(log), hint=EXPAND)
        _whole(log, "histories", len(found), "fetch the rest from /rest/api/3/issue/KEY/changelog into histories")
        for number, history in enumerate(found):
            at = history.moment("created", self.reading.times, required=True)
            ref = history.text("id")
            # The ids of entries rise; the log itself runs either way.
            place = int(ref) if ref.isdecimal() and len(ref) < 18 else number
            if at is not None:
                yield from (_Item(at, place, history, item) for item in history.list("items", required=True))

    def changes(self) -> Iterator[Step]:
        """Every change of state, class and assignee."""
        for one in self.items:
            act = WATCHED.get(one.name)
            if act is None:
                continue
            author = one.history.inner("author")
            value = self.value(one.item, act, _ids(author), author.text("accountId"))
            if value:
                by, person = self.author(author)
                ref = one.history.text("id")
                yield Step(at=one.at, place=one.place, act=act, by=by, person=person, ref=ref, value=value)
                kind = self.reading.words.kind(one.item.text("toString")) if act is Act.STATE else None
                if kind:
                    by = Role.CUSTOMER if kind in OF_THE_CUSTOMER else by
                    yield Step(at=one.at, place=one.place, act=Act.TOLD, by=by, person=person, ref=ref, kind=kind)

    def value(self, item: Place, act: Act, ids: list[str], person: str) -> str:
        if act is Act.ASSIGNED:
            to = item.text("to")
            return person if to in ids else to
        read = self.reading.words.state if act is Act.STATE else self.reading.words.class_of
        return self.word(item, "toString", read, required=act is Act.STATE)

    def word(self, place: Place, key: str, read: Callable[[str], str], *, required: bool = True) -> str:
        theirs = place.text(key, required=required and bool(place))
        try:
            return read(theirs) if theirs or read == self.reading.words.class_of else ""
        except Unfit as unfit:
            place.wrong(key, unfit.message, unfit.hint)
            return ""

    def first(self, name: str, read: Callable[[str], str], now: str) -> str:
        """What the field was before its first change; as it is now where it never changed."""
        change = next((one for one in self.items if one.name == name), None)
        return now if change is None else self.word(change.item, "fromString", read, required=False)

    def class_now(self) -> str:
        priority = self.fields.inner("priority")
        if not priority and not self.reading.words.default_class:
            self.reading.tally.add("no_priority", self.key)
        return self.word(priority, "name", self.reading.words.class_of)

    def comments(self) -> Iterator[Step]:
        held = self.fields.inner("comment", required=bool(self.fields), hint=COMMENTS)
        found = held.list("comments", required=bool(held), hint=COMMENTS)
        _whole(held, "comments", len(found), "fetch the rest from /rest/api/3/issue/KEY/comment into comments")
        for place, comment in enumerate(found):
            at = comment.moment("created", self.reading.times, required=True)
            if at is None:
                continue
            by, person = self.author(comment.inner("author"))
            kind = Kind.REPLIED if self.is_public(comment) else Kind.NOTED
            yield Step(
                at=at,
                place=place,
                act=Act.MESSAGE,
                by=by,
                person=person,
                ref=comment.text("id"),
                kind=kind,
                is_automatic=by is Role.SYSTEM,
            )

    def is_public(self, comment: Place) -> bool:
        said = comment.flag("jsdPublic")
        if said is not None:
            return said
        for one in comment.list("properties"):
            if one.data.get("key") == INTERNAL:
                return one.inner("value").flag("internal") is not True
        if comment.has("visibility"):
            return False
        self.reading.tally.add("unsaid", self.key)
        return True

    def author(self, who: Place) -> tuple[Role, str]:
        ids = _ids(who)
        if not ids:
            self.reading.tally.add("authorless", self.key)
            return Role.SYSTEM, ""
        known = TYPES.get(who.text("accountType"))
        role = self.reading.people.role(ids, known, bool(set(ids) & set(self.opener)))
        return role, who.text("accountId")

    def count_opening(self, by: Role) -> None:
        if not self.opener:
            self.reading.tally.add("no_reporter", self.key)
        if by is not Role.CUSTOMER:
            self.reading.tally.add("by_agent" if by is Role.PROVIDER else "by_robot", self.key)

    def channel(self) -> str:
        held = self.issue.inner("properties").inner(CHANNEL)
        theirs = held.text("value")
        if theirs:
            return self.reading.words.channel(theirs)
        if not self.reading.channel:
            self.reading.tally.add("no_channel", self.key)
        return self.reading.channel or "portal"

    def service(self) -> str:
        raw = self.fields.data.get(self.reading.service_field) if self.reading.service_field else None
        first = raw[0] if isinstance(raw, list) and raw else raw
        named = first.get("value") or first.get("name") if isinstance(first, dict) else first
        return named if isinstance(named, str) and named.isprintable() and named else self.reading.service


def _ids(who: Place) -> list[str]:
    return [one for key in ("accountId", "key", "name") if (one := who.text(key))]


def _whole(held: Place, key: str, found: int, hint: str) -> None:
    """Tells when a page holds fewer than there are: what is missing would be a false verdict."""
    total = held.data.get("total")
    if type(total) is int and total > found:
        held.wrong(key, f"holds {found} of {total}", hint)
