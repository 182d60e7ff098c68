"""What the address of a ping asks for. Pure: bytes of a request in, a ping or why it is none out."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs
from uuid import UUID

from gwarant.monitoring.beats.fold import Said

BODY = 100_000  # bytes of what comes with a ping that are kept
AGENT = 200
FIELDS = 20  # of a query
HIGHEST = 255  # exit code
WORDS = {"": Said.SUCCESS, "start": Said.START, "fail": Said.FAIL, "log": Said.LOG}
UUID_FORM = re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")
KEY_FORM = re.compile(r"[A-Za-z0-9_-]{1,64}")
SLUG_FORM = re.compile(r"[a-z0-9_-]{1,100}")
EXIT_FORM = re.compile(r"\d{1,9}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Asked:
    """A ping: to whom (a code, or a key with a slug), what it says, and what came with it."""

    code: UUID | None
    key: str
    slug: str
    creates: bool
    said: Said
    status: int  # the exit code
    run: UUID | None
    address: str
    agent: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """What is answered: a status of HTTP and a word."""

    status: int
    text: str


OK, CREATED = Answer(200, "OK"), Answer(201, "Created")
NOT_FOUND, AMBIGUOUS = Answer(404, "not found"), Answer(409, "ambiguous slug")
NO_FORM, NO_UUID = Answer(400, "invalid url format"), Answer(400, "invalid uuid format")
FULL, AWAY = Answer(403, "too many monitors"), Answer(503, "not stored, try again")


def asked_by(path: str, query: str, address: str, agent: str, body: bytes) -> Asked | Answer:
    """What is behind `/ping/`, and the query."""
    parts = path.removesuffix("/").split("/")
    code: UUID | None = None
    key = slug = ""
    if UUID_FORM.fullmatch(parts[0]):
        code, rest = UUID(parts[0]), parts[1:]
    elif len(parts) > 1 and KEY_FORM.fullmatch(parts[0]):
        key, slug, *rest = parts
        if not SLUG_FORM.fullmatch(slug):
            return NO_FORM
    else:
        return NOT_FOUND
    said, named = _said(rest), _named(query)
    if isinstance(said, Answer):
        return said
    if isinstance(named, Answer):
        return named
    creates = bool(slug) and named.get("create") == ["1"]
    run = UUID(named["rid"][-1]) if "rid" in named else None
    return Asked(code, key, slug, creates, *said, run, address[:45], clean(agent)[:AGENT], body[:BODY])


def _said(rest: list[str]) -> tuple[Said, int] | Answer:
    """What the end of the path says, and the exit code."""
    word = rest[0] if rest else ""
    if len(rest) > 1 or (rest and not word):
        return NOT_FOUND
    if word in WORDS:
        return WORDS[word], 0
    if not EXIT_FORM.fullmatch(word):
        return NOT_FOUND
    return (Said.EXIT, int(word)) if int(word) <= HIGHEST else NO_FORM


def _named(query: str) -> dict[str, list[str]] | Answer:
    """The query, in which the name of a run is a UUID."""
    if not query:
        return {}
    try:
        named = parse_qs(query, keep_blank_values=True, max_num_fields=FIELDS, errors="replace")
    except ValueError:
        return NO_FORM
    return named if "rid" not in named or UUID_FORM.fullmatch(named["rid"][-1]) else NO_UUID


def clean(text: str) -> str:
    """Without what no database takes."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\x00", "")
