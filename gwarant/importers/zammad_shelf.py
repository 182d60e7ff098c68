"""What Zammad's API answered, put together ticket by ticket, in whatever order it was saved."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial

from gwarant.importers.documents import Place, safe
from gwarant.importers.sheet import Findings
from gwarant.sla.evidence.value import shown

ARTICLE = frozenset({"sender", "sender_id", "internal", "type_id"})
HINT = "save answers of /api/v1/tickets, /api/v1/ticket_articles/by_ticket/ID and /api/v1/ticket_history/ID"
TYPES = (
    "email|sms|chat|fax|phone|twitter status|twitter direct-message|facebook feed post|facebook feed comment|note|web|"
    "telegram personal-message|facebook direct-message|whatsapp message"
)
STATES = "new|open|pending reminder|closed|merged|removed|pending close"
ASSETS = {
    "TicketState": "state",
    "TicketPriority": "priority",
    "TicketArticleType": "type",
    "TicketArticleSender": "sender",
}


def _numbered(words: str) -> dict[str, str]:
    return {str(number): word for number, word in enumerate(words.split("|"), 1)}


# The ids that a new Zammad gives: an export without names is read by them.
SEEDS = {
    "state": _numbered(STATES),
    "priority": _numbered("1 low|2 normal|3 high"),
    "sender": _numbered("Agent|Customer|System"),
    "type": _numbered(TYPES),
}


@dataclass(frozen=True)
class File:
    """What the export tells of one ticket; `names` gives the words of ids, `numbers` the numbers of tickets by id."""

    id: str
    name: str
    ticket: Place
    articles: tuple[Place, ...]
    history: tuple[Place, ...]
    links: tuple[Place, ...]
    article_ids: frozenset[str]
    names: Mapping[str, Mapping[str, str]]
    numbers: Mapping[str, str]

    def word(self, place: Place, key: str, kind: str = "") -> str:
        """The word of a state, priority, type or sender, named or by its id; what has none is told."""
        if isinstance(place.data.get(key), str):
            return place.text(key)
        number = place.text(f"{key}_id")
        found = self.names[kind or key].get(number, "")
        if number and not found:
            place.wrong(f"{key}_id", f"{number} has no name in the export", "ask with expand=true")
        return found


@dataclass
class _Record:
    line: int
    data: dict[str, object]


class Shelf:
    """Takes document after document and gives the tickets that they tell of."""

    def __init__(self, findings: Findings) -> None:
        self.findings = findings
        self.asked: dict[str, int] = {}  # the tickets of the export, and the line of each
        self.tickets: dict[str, _Record] = {}
        self.articles: dict[str, _Record] = {}
        self.entries: dict[str, dict[str, _Record]] = {}
        self.links: dict[str, list[object]] = {}
        self.article_ids: dict[str, set[str]] = {}
        self.names = {kind: dict(found) for kind, found in SEEDS.items()}
        self.seen: Counter[str] = Counter()

    def take(self, line: int, document: object) -> None:
        """Sorts one answer in; what is none is told."""
        if isinstance(document, list):
            for one in document:
                self.record(line, one)
        elif isinstance(document, dict) and ("assets" in document or "history" in document):
            self.answer(line, document)
        else:
            self.record(line, document)

    def files(self) -> list[File]:
        """The tickets of the export, each with what belongs to it."""
        numbers = {id_: safe(one.data.get("number") or id_) for id_, one in self.tickets.items()}
        own: dict[str, dict[str, _Record]] = {}
        for id_, one in self.articles.items():
            own.setdefault(str(one.data.get("ticket_id")), {})[id_] = one
        return [self.file(id_, numbers, own.get(id_, {})) for id_ in self.asked if id_ in self.tickets]

    def notes(self) -> list[str]:
        """What belongs to no ticket of the export, and what came in several versions."""
        lost = sum(str(one.data.get("ticket_id")) not in self.asked for one in self.articles.values())
        notes = [f"articles of tickets that the export does not hold, left out: {lost}"] if lost else []
        lost = sum(ticket not in self.asked for ticket in self.entries)
        notes += [f"histories of tickets that the export does not hold, left out: {lost}"] if lost else []
        again = self.seen["versions"]
        notes += (
            [f"records that stand in the export in several versions, the latest was kept: {again}"] if again else []
        )
        return notes

    def answer(self, line: int, answer: dict[str, object]) -> None:
        """An answer with assets, and with the history or the links of a ticket."""
        for key in ("ticket_id", "record_ids", "tickets"):
            given = answer.get(key)
            for id_ in given if isinstance(given, list) else [given]:
                if type(id_) is int:
                    self.asked.setdefault(str(id_), line)
        self.assets(line, answer.get("assets"))
        history = answer.get("history")
        for entry in history if isinstance(history, list) else []:
            self.record(line, entry)
        if history is not None and not isinstance(history, list):
            self.findings.bad(line, "history", f"{shown(history)} is not a list", HINT)
        self.of_ticket(str(answer.get("ticket_id", "")), answer)

    def of_ticket(self, id_: str, answer: dict[str, object]) -> None:
        links, articles = answer.get("links"), answer.get("ticket_article_ids")
        if isinstance(links, list):
            self.links[id_] = links
        if isinstance(articles, list):
            self.article_ids.setdefault(id_, set()).update(map(str, articles))

    def assets(self, line: int, assets: object) -> None:
        for name, records in assets.items() if isinstance(assets, dict) else ():
            for id_, data in records.items() if isinstance(records, dict) else ():
                if name in ASSETS and isinstance(data, dict):
                    self.name(ASSETS[name], id_, data)
                elif name == "Ticket":
                    self.keep(self.tickets, id_, line, data)
                elif name == "TicketArticle":
                    self.keep(self.articles, id_, line, data)

    def record(self, line: int, data: object) -> None:
        """One ticket, article or entry of a history, by its shape."""
        if not isinstance(data, dict):
            self.findings.bad(line, "", f"{shown(data)} is no answer of Zammad", HINT)
            return
        id_ = str(data.get("id", ""))
        if "o_id" in data and "object" in data:
            if data["object"] == "Ticket":
                self.keep(self.entries.setdefault(str(data["o_id"]), {}), id_, line, data)
        elif "ticket_id" in data and ARTICLE & data.keys():
            self.keep(self.articles, id_, line, data)
        elif "number" in data and id_:
            self.asked.setdefault(id_, line)
            self.keep(self.tickets, id_, line, data)
        elif "state_type_id" in data or "ui_color" in data:
            self.name("state" if "state_type_id" in data else "priority", id_, data)
        else:
            self.findings.bad(line, "", "is an object that is no ticket, article or history of Zammad", HINT)

    def name(self, kind: str, id_: str, data: dict[str, object]) -> None:
        self.names[kind][id_] = safe(data.get("name", ""))

    def keep(self, shelf: dict[str, _Record], id_: str, line: int, data: object) -> None:
        """Adds a record to what is known under its id; of two versions the one updated last wins."""
        if not isinstance(data, dict):
            self.findings.bad(line, id_, f"{shown(data)} is not an object", HINT)
            return
        former = shelf.get(id_)
        if former is None:
            shelf[id_] = _Record(line, data)
            return
        old, new = str(former.data.get("updated_at", "")), str(data.get("updated_at", ""))
        self.seen["versions"] += old != new
        later, earlier = (data, former.data) if new >= old else (former.data, data)
        shelf[id_] = _Record(line, {**earlier, **later})

    def file(self, id_: str, numbers: Mapping[str, str], own: Mapping[str, _Record]) -> File:
        record, name = self.tickets[id_], numbers[id_]
        listed = record.data.get("article_ids")
        ids = self.article_ids.get(id_, set()) | set(map(str, listed if isinstance(listed, list) else ()))
        links = [one for one in self.links.get(id_, ()) if isinstance(one, dict)]
        return File(
            id=id_,
            name=name,
            ticket=self.place(record, name, name),
            articles=self.places(own.items(), f"{name}.articles", name),
            history=self.places(self.entries.get(id_, {}).items(), f"{name}.history", name),
            links=tuple(self.place(_Record(record.line, one), f"{name}.links", name) for one in links),
            article_ids=frozenset(ids),
            names=self.names,
            numbers=numbers,
        )

    def places(self, records: Iterable[tuple[str, _Record]], path: str, name: str) -> tuple[Place, ...]:
        return tuple(self.place(one, f"{path}[{safe(id_)}]", name) for id_, one in records)

    def place(self, record: _Record, path: str, name: str) -> Place:
        return Place(record.data, path, partial(self.tell, record.line, name))

    def tell(self, line: int, name: str, path: str, message: str, hint: str) -> None:
        self.findings.bad(line, path, message, hint, name)
