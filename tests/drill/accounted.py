"""What the drill of monitoring finds at its end: rows beside questions, leases and letters, each counted by itself."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from kills import asked
from looked_at import Handed
from mishaps import FALLS

if TYPE_CHECKING:
    from monitoring import Field

LOOKED = ("up", "degraded", "down")
SLOW = 3_500  # milliseconds that a target of ours took itself: the machine was loaded, and a timeout is true
SURE = 3_000  # milliseconds by which moments of two programs may differ
ROWS = "SELECT monitor_id, slot, late, state, code, is_extra FROM monitoring_seenlook ORDER BY 1, 2"
ENDS = "SELECT p.key, s.number, s.token, s.ends FROM monitoring_share s JOIN monitoring_place p ON p.id = s.place_id"


@dataclass(frozen=True)
class Stored:
    slot: int
    late: int
    state: str
    code: str
    extra: bool


def stored(field: "Field") -> dict[int, list[Stored]]:
    found: dict[int, list[Stored]] = {monitor: [] for monitor in field.pages}
    for monitor, *rest in asked(field.drill, ROWS):
        found[monitor].append(Stored(*rest))
    return found


def check(field: "Field", until: int) -> list[str]:
    """All of it; what was wrong, some of each kind."""
    rows = stored(field)
    codes = Counter(one.code for own in rows.values() for one in own if one.state not in LOOKED)
    seen = sum(one.state in LOOKED for own in rows.values() for one in own)
    questions = sum(map(len, field.targets.asked.values()))
    refused = sum(one.refused for relay in field.relays.values() for one in relay.taken())
    print(f"{questions} questions to targets, {seen} looks stored; unknown: {dict(codes)}; {refused} refused by leases")
    return _named(
        {
            "no row": holes(field, rows, until),
            "untrue": untrue(field, rows),
            "lost or of no lease": unkept(field, rows, until),
            "alarms": alarms(field),
            "outages": outages(field, {"CLINIC"}),
        }
    )


def check_times(field: "Field", since: int, until: int, fell: set[str]) -> list[str]:
    """Since a moment at which the clock of the server was right again."""
    rows = {monitor: [one for one in own if since < one.slot] for monitor, own in stored(field).items()}
    past = {monitor: [one for one in own if one.slot < until] for monitor, own in rows.items()}
    found = {"no row": holes(field, past, until), "untrue": untrue(field, past), "outages": outages(field, fell)}
    found["unseen"] = (
        f"{field.pages[monitor]}: {one}" for monitor, own in past.items() for one in own if one.state not in LOOKED
    )
    return _named(found)


def _named(kinds: dict[str, Iterator[str]]) -> list[str]:
    found = []
    for name, kind in kinds.items():
        wrong = list(kind)
        print(f"{name}: {len(wrong)}")
        found += wrong[:8]
    return found


def holes(field: "Field", rows: dict[int, list[Stored]], until: int) -> Iterator[str]:
    """Slots of a grid without a row, and rows of no slot."""
    for monitor, own in rows.items():
        every, phase = field.grids[monitor]
        there = {one.slot for one in own if not one.extra}
        if not there:
            yield f"{field.pages[monitor]}: nothing at all"
            continue
        wanted = set(range(min(there), until, every))
        for slot in sorted(wanted - there):
            yield f"{field.pages[monitor]}: nobody tells of {slot}"
        yield from (f"{field.pages[monitor]}: {slot} is no slot" for slot in there if (slot - phase) % every)


def untrue(field: "Field", rows: dict[int, list[Stored]]) -> Iterator[str]:
    """Rows that say what the target itself does not: each look needs a question of its own and has its answer."""
    slow = 0
    for monitor, own in rows.items():
        left = list(field.targets.asked[field.pages[monitor]])
        for one in own:
            at = one.slot + one.late
            if one.state not in LOOKED:
                continue
            found = next((asked for asked in left if at - 1_000 <= asked.at <= at + SURE), None)
            if found is None:
                yield f"{field.pages[monitor]}: {one} and was not asked then"
                continue
            left.remove(found)
            if one.code == "timeout" and found.answered - at > SLOW:
                slow += 1
            elif (one.state, one.code) != (("down", "500") if found.is_down else ("up", "200")):
                yield f"{field.pages[monitor]}: {one} and answered {'500' if found.is_down else '200'}"
    print(f"{slow} looks at targets that were slow themselves, on a loaded machine")


def unkept(field: "Field", rows: dict[int, list[Stored]], until: int) -> Iterator[str]:
    """What was handed over and is not stored, or is stored by nobody's right."""
    ends = {(place, share): (token, ends) for place, share, token, ends in asked(field.drill, ENDS)}
    yield from _given_twice(field)
    handed: dict[tuple[int, int], list[Handed]] = defaultdict(list)
    for relay in field.relays.values():
        for key, one in relay.handed():
            handed[key].append(one)
    for monitor, own in rows.items():
        there = {one.slot: one for one in own}
        for slot in {slot for one, slot in handed if one == monitor and slot < until} | set(there):
            told = [(one, _is_rightful(one, slot, *ends[one.place, monitor % 32])) for one in handed[monitor, slot]]
            if slot not in there and any(right for _, right in told):
                yield f"{field.pages[monitor]}: {told[0][0]} of {slot} is lost"
            if slot in there and there[slot].state not in LOOKED and any(_saw(one) for one, right in told if right):
                yield f"{field.pages[monitor]}: {there[slot]} hides what was seen: {told}"
            if slot in there and not any(_is_same(there[slot], one) for one, right in told if right):
                yield f"{field.pages[monitor]}: {there[slot]} is of no lease; handed over: {told}"


def _is_rightful(one: Handed, slot: int, latest: int, ends: list[int]) -> bool:
    """Whether its lease held then, by the moments at which shares passed from one to another."""
    behind = latest - one.token if one.token is not None else -1
    return behind == 0 or (0 < behind <= len(ends) and slot < ends[-behind])


def _given_twice(field: "Field") -> Iterator[str]:
    """Two probers under one token, as they were told themselves."""
    holders: dict[tuple[str, int, int], set[str]] = defaultdict(set)
    for name, relay in field.relays.items():
        for share, token, _ in relay.leases():
            holders[relay.place, share, token].add(name)
    yield from (f"{lease} was given to {names}" for lease, names in holders.items() if len(names) > 1)


def _saw(one: Handed) -> bool:
    return one.state in LOOKED


def _is_same(row: Stored, one: Handed) -> bool:
    return (row.late, row.state, row.code) == (one.late, one.state, one.code)


SILENCES = (
    "SELECT (facts->>'prober')::int, extract(epoch FROM created_at) * 1000, code FROM notify_notice "
    "WHERE kind = 'prober' AND user_id = (SELECT min(id) FROM accounts_user WHERE staff_role = 'manager') ORDER BY id"
)


def alarms(field: "Field") -> Iterator[str]:
    """Of probers: nobody is told of one that was heard, once of each silence, once of all together."""
    heard = {name: relay.heard() for name, relay in field.relays.items()}
    told = [(field.known[pk], int(at), code) for pk, at, code in asked(field.drill, SILENCES)]
    print(f"of probers: {dict(Counter(code for _, _, code in told))}")
    yield from (f"{name}: {code} at {at}" for name, at, code in told if code not in ("prober_silent", "prober_back"))
    said = [(name, at) for name, at, code in told if code == "prober_silent"]
    for number, (name, at) in enumerate(said):
        since = _last(heard[name], at)
        if at - since < field.silent - SURE:
            yield f"{name} was called silent at {at} and had been heard {at - since} ms before"
        before = max((moment for other, moment in said[:number] if other == name and since < moment), default=0)
        # one that was silent with all others is told by itself when those are heard again
        if before and not any(code == "prober_back" and before < moment <= at for _, moment, code in told):
            yield f"{name} was called silent at {at} a second time"
        # in the small drill all befalls them side by side, so that they may fall silent together by chance
        are_all = all(at - _last(own, at) > field.silent / 2 for own in heard.values())
        if (
            field.size.is_whole
            and are_all
            and any(other != name and at - moment < field.silent / 2 for other, moment in said[:number])
        ):
            yield f"{name} was called silent at {at} beside others, and all were"
    yield from _untold(field, heard, said)


def _untold(field: "Field", heard: dict[str, list[int]], said: list[tuple[str, int]]) -> Iterator[str]:
    """Silences that the house could notice, and of which nobody was told: the first moment at which it should have."""
    patience, longest = field.silent + 20_000, 0
    for name, own in heard.items():
        for begun, ended in pairwise(own):
            longest = max(longest, ended - begun)
            could = next((at for at in range(begun + patience, ended, 1_000) if _could_tell(field, at)), None)
            if could is not None and not any(begun < at < ended + SURE for _, at in said):
                yield f"{name} was silent from {begun} to {ended}, nobody was told, and at {could} somebody could be"
    print(f"longest silence of a prober: {longest / 1000:.0f} s")


def _could_tell(field: "Field", at: int) -> bool:
    """Whether an engine was there for a while, and it, or a web server, for as long as a prober may be silent."""
    since = at - field.silent - 10_000
    heard = _goes_on(field.answering, since, at, 8_000) or _goes_on(field.working, since, at, 20_000)
    return heard and _goes_on(field.working, at - 20_000, at, 12_000)


def _goes_on(moments: Sequence[int], since: int, until: int, pause: int) -> bool:
    """Whether no two moments of that time, in order, lie further apart, and the first and the last neither."""
    own = moments[bisect_left(moments, since) : bisect_left(moments, until)]
    return all(later - at <= pause for at, later in pairwise([since, *own, until]))


def _last(heard: list[int], at: int) -> int:
    return max((one for one in heard if one <= at), default=0)


OUTAGES = (
    "SELECT c.key, count(*), count(DISTINCT o.ticket_id) FROM monitoring_outage o "
    "JOIN customers_service s ON s.id = o.service_id JOIN customers_customer c ON c.id = s.customer_id GROUP BY 1"
)
FIRST = (
    "SELECT user_id, ref, count(*) FROM notify_notice WHERE code = 'outage_calls' AND (facts->>'step')::int = 0 "
    "GROUP BY 1, 2"
)


def outages(field: "Field", fell: set[str]) -> Iterator[str]:
    """What stays down is told, once; nothing else is."""
    found = {key: (count, tickets) for key, count, tickets in asked(field.drill, OUTAGES)}
    tickets = asked(field.drill, "SELECT count(*) FROM tickets_ticket WHERE channel = 'monitoring'")[0][0]
    first = asked(field.drill, FIRST)
    print(f"outages: {found}, {tickets} tickets of monitoring, {len({ref for _, ref, _ in first})} first calls")
    if found != dict.fromkeys(fell, (1, 1)) or tickets != len(fell):
        yield f"outages: {found} with {tickets} tickets, and one of each of {fell} was"
    if any(count > 1 for *_, count in first) or len({ref for _, ref, _ in first}) != len(fell):
        yield f"first calls: {first}"
    falls = next(monitor for monitor, page in field.pages.items() if page == FALLS)
    (state,) = asked(field.drill, f"SELECT state FROM monitoring_standing WHERE monitor_id = {falls}")[0]
    if state != "down":
        yield f"what stays down stands as {state}"
