"""Tickets that were found, as they are shown: with the words that were looked for marked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gwarant.files.models import About, Attachment
from gwarant.tickets.models import Message, Ticket
from gwarant.web.tickets.status import status_word
from gwarant.wordforms.asking import Wanted
from gwarant.wordforms.marking import Excerpt, Piece, excerpt, marked

A_PAGE = 20
MESSAGES = 600  # of all tickets of a page that are looked through for the words, the latest first
LETTERS = 4000  # of each


@dataclass(frozen=True)
class Hit:
    """A ticket, its title and the stretch of its texts that has most of the words; where it stands."""

    ticket: Ticket
    title: tuple[Piece, ...]
    pieces: tuple[Piece, ...]
    status: str


def hits_of(keys: Sequence[int], wanted: Sequence[Wanted], *, is_inside: bool) -> list[Hit]:
    """The tickets of these keys, in their order, that the scope sees."""
    found = Ticket.objects.select_related("customer", "service").in_bulk(keys)
    tickets = [found[key] for key in keys if key in found]
    best = _best(tickets, wanted) if wanted else {}
    return [
        Hit(
            ticket=one,
            title=marked(one.title, wanted),
            pieces=best[one.pk].pieces if one.pk in best else (),
            status=status_word(one, is_inside=is_inside),
        )
        for one in tickets
    ]


def _best(tickets: Sequence[Ticket], wanted: Sequence[Wanted]) -> dict[int, Excerpt]:
    """Of each ticket the stretch that shows most of what is wanted, of what was said or of the names of its files."""
    best: dict[int, Excerpt] = {}
    texts = Message.objects.filter(ticket__in=tickets).order_by("-pk").values_list("ticket_id", "body")[:MESSAGES]
    _look(texts, wanted, best)
    left = {one.key: one.pk for one in tickets if one.pk not in best}
    if left:
        files = Attachment.objects.filter(about=About.TICKET, subject__in=left).values_list("subject", "name")
        _look([(left[subject], name) for subject, name in files], wanted, best)
    return best


def _look(texts: Iterable[tuple[int, str]], wanted: Sequence[Wanted], best: dict[int, Excerpt]) -> None:
    for pk, text in texts:
        former = best.get(pk)
        if former is not None and former.shows == len(wanted):
            continue
        found = excerpt(text[:LETTERS], wanted)
        if found is not None and (former is None or found.shows > former.shows):
            best[pk] = found
