"""The annex as articles, clauses, points and tables, before it is Markdown or a page."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import groupby
from string import ascii_lowercase

from gwarant.pictures.annex.words import word
from gwarant.pictures.clauses.spelled import day_words
from gwarant.pictures.holiday_names import holiday_words
from gwarant.pictures.lands import land_words
from gwarant.pictures.told import Section, Told, tell
from gwarant.pictures.told.desk import legal_free_days
from gwarant.pictures.told.teller import Teller
from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.model.frame import Party
from gwarant.sla.contract.resolve import fingerprint, resolve

_IN_HEAD = ("metadata.title", "parties.provider.nip", "parties.client.nip", "parties.provider.address",
            "parties.client.address")  # fmt: skip


@dataclass(frozen=True)
class Grid:
    """A table: its head, and rows of cells, the first naming its row."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Clause:
    """A numbered paragraph: its words, its points or its table; `mark` is its place in the signed text."""

    text: str
    paths: tuple[str, ...]
    points: tuple[str, ...] = ()
    grid: Grid | None = None
    mark: str = ""


@dataclass(frozen=True)
class Article:
    title: str
    clauses: tuple[Clause, ...]
    mark: str = ""


@dataclass(frozen=True)
class Side:
    """A party as the head and the signatures show it."""

    role: str
    name: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Annex:
    lang: str
    kicker: str
    title: str
    facts: tuple[str, ...]
    sides: tuple[Side, Side]
    articles: tuple[Article, ...]
    appendix: tuple[tuple[str, Grid], ...] = ()
    remark: str = ""
    foot: tuple[str, ...] = field(default=())


def annex_of(contract: Contract, lang: str) -> Annex:
    """The annex of a contract; it is resolved first, so that its holidays and data are named."""
    whole = resolve(contract)
    teller = Teller(whole, lang)
    articles, loose = _marked(whole, [_article(one, lang) for one in tell(whole, lang)], lang)
    appendix = tuple(_holidays(teller))
    metadata = whole.metadata
    return Annex(
        lang=lang,
        kicker=word(f"kind: {whole.kind}", lang),
        title=metadata.title or word("untitled", lang),
        facts=tuple(_facts(teller)),
        sides=(_side(teller, "provider", whole.parties.provider), _side(teller, "client", whole.parties.client)),
        articles=articles,
        appendix=appendix,
        remark=word("holidays_rest", lang, year=whole.resolved.through) if appendix else "",
        foot=(*loose, *_foot(whole, lang)),
    )


def number_of_point(at: int, lang: str) -> str:
    """How a point is numbered: "1)" in Polish, "(a)" in English."""
    letters = ascii_lowercase[at % 26] if at < 26 else f"{ascii_lowercase[at // 26 - 1]}{ascii_lowercase[at % 26]}"
    return word("point", lang, n=at + 1 if lang == "pl" else letters)


def _facts(teller: Teller) -> Iterator[str]:
    contract, lang = teller.contract, teller.lang
    metadata, start, end = contract.metadata, contract.effective.from_, contract.effective.to
    yield word("number", lang, id=teller.or_blank(metadata.id))
    yield word("version", lang, version=metadata.version)
    yield word("in_force", lang, start=day_words(str(start), lang) if start else teller.or_blank(""))
    if end:
        yield word("until", lang, end=day_words(str(end), lang))
    yield word(f"status: {metadata.status}", lang)


def _side(teller: Teller, role: str, party: Party) -> Side:
    lines = (word("nip", teller.lang, nip=party.nip) if party.nip else "", party.address)
    name = teller.or_blank(party.name)
    return Side(word(role, teller.lang), name, tuple(line for line in lines if line))


def _article(section: Section, lang: str) -> Article:
    told = [one for one in section.told if one.path not in _IN_HEAD]
    return Article(section.title, tuple(_clauses(told, lang)))


def _clauses(told: Iterable[Told], lang: str) -> Iterator[Clause]:
    numbered = enumerate(told)
    for _, found in groupby(numbered, key=lambda row: _kind(*row)):
        rows = [one for _, one in found]
        if rows[0].about:
            yield _about(rows, lang)
        elif rows[0].table:
            yield _table(rows, lang)
        else:
            yield Clause(rows[0].text, (rows[0].path,))


def _kind(at: int, one: Told) -> tuple[str, str]:
    if one.about:
        return "about", one.about
    return ("table", one.table) if one.table else ("", str(at))


def _about(rows: list[Told], lang: str) -> Clause:
    """Sentences about one thing: its name, then a point each; rows of a table under them."""
    plain = [one for one in rows if not one.table]
    grid = _grid([one for one in rows if one.table], lang)
    paths = tuple(one.path for one in rows)
    if len(plain) == 1:
        return Clause(plain[0].text, paths, grid=grid)
    return Clause(f"{rows[0].about}:", paths, tuple(one.rest for one in plain), grid)


def _table(rows: list[Told], lang: str) -> Clause:
    kind, _, service = rows[0].table.partition(": ")
    caption = word("caption: service", lang, service=service) if service else word(f"caption: {kind}", lang)
    return Clause(caption, tuple(one.path for one in rows), grid=_grid(rows, lang))


def _grid(rows: list[Told], lang: str) -> Grid | None:
    if not rows:
        return None
    kind = rows[0].table.partition(": ")[0]
    if kind == "targets":
        return _matrix(rows, word("head: targets", lang))
    return Grid(tuple(word(f"head: {kind}", lang).split("|")), tuple(one.cells for one in rows))


def _matrix(rows: list[Told], corner: str) -> Grid:
    """Classes down, clocks across."""
    clocks = tuple(dict.fromkeys(one.cells[1] for one in rows))
    classes = tuple(dict.fromkeys(one.cells[0] for one in rows))
    cells = {(one.cells[0], one.cells[1]): one.cells[2] for one in rows}
    lines = tuple((name, *(cells.get((name, clock), "–") for clock in clocks)) for name in classes)
    return Grid((corner, *clocks), lines)


def _marked(contract: Contract, articles: list[Article], lang: str) -> tuple[tuple[Article, ...], tuple[str, ...]]:
    """The clauses of the signed text beside what they say; those without a place in a sentence of their own."""
    loose = []
    for clause, path in contract.text.items():
        place = _place(articles, path)
        if place is None:
            loose.append(f"{clause} ({path})")
            continue
        n, at = place
        articles[n] = _with_mark(articles[n], at, word("mark", lang, clause=clause))
    said = (word("marks", lang, marks=", ".join(loose)),) if loose else ()
    return tuple(articles), said


def _place(articles: list[Article], path: str) -> tuple[int, int | None] | None:
    """The article and the clause of a path; no clause for a whole section."""
    for n, article in enumerate(articles):
        for at, clause in enumerate(article.clauses):
            if any(one == path or one.startswith(f"{path}.") for one in clause.paths):
                return n, at if "." in path else None
    return None


def _with_mark(article: Article, at: int | None, mark: str) -> Article:
    if at is None:
        return replace(article, mark=", ".join(filter(None, (article.mark, mark))))
    clause = article.clauses[at]
    marked = replace(clause, mark=", ".join(filter(None, (clause.mark, mark))))
    return replace(article, clauses=(*article.clauses[:at], marked, *article.clauses[at + 1 :]))


def _holidays(teller: Teller) -> Iterator[tuple[str, Grid]]:
    """The statutory days of the first two years in force, by country."""
    start, last, seen = teller.contract.effective.from_, teller.contract.effective.to, set()
    if start is None:
        return
    end = start.replace(year=start.year + 2, day=28 if (start.month, start.day) == (2, 29) else start.day)
    end = min(end, last + timedelta(1)) if last else end
    for terms in teller.contract.calendars.values():
        days = legal_free_days(terms, start, end)
        if days and terms.holidays not in seen:
            seen.add(terms.holidays)
            years = dict.fromkeys((start.year, (end - timedelta(1)).year))
            country = land_words(terms.holidays, teller.lang)
            title = word("holidays", teller.lang, country=country, years="–".join(map(str, years)))
            named = ((day, holiday_words(terms.holidays, day, name, teller.lang)) for day, name in days)
            rows = tuple((day_words(str(day), teller.lang), name) for day, name in named)
            yield title, Grid(tuple(word("head: holidays", teller.lang).split("|")), rows)


def _foot(contract: Contract, lang: str) -> Iterator[str]:
    resolved = contract.resolved
    yield word("hash", lang, hash=fingerprint(contract).removeprefix("sha256:"))
    known = {"through": resolved.through, "counting": resolved.counting, "format": contract.apiVersion}
    if contract.effective.from_ is None:
        yield word("not_written_out", lang, **known)
    elif resolved.tz:
        yield word("versions", lang, holidays=resolved.holidays, tz=resolved.tz, **known)
    else:
        yield word("written_out", lang, **known)
    yield word("source", lang)
