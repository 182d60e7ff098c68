"""Tickets, articles and histories of Zammad: to events, oddities and all."""

import copy
import json
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sweeps import examples

from gwarant.importers import IMPORTERS, Imported
from gwarant.sla.clocks.ticket import tickets_of
from gwarant.sla.evidence.jsonl import read_lines, write_lines
from gwarant.sla.evidence.model import Kind, Role, TicketEvent
from gwarant.sla.problem import InputError

EXPORT = Path(__file__).parent / "exports" / "zammad.json"
SYSTEM, ALICE, BEN, CORA, CYRYL = 1, 3, 4, 11, 12
Json = dict[str, Any]


def at(clock: str) -> str:
    return f"2026-03-02T{clock}:00.000Z"


def ticket(state: str = "new", **more: object) -> Json:
    return {
        "id": 7,
        "number": "22007",
        "title": "Koszyk gubi produkty",
        "state": state,
        "priority": "3 high",
        "customer_id": CORA,
        "owner_id": ALICE,
        "created_by_id": CORA,
        "created_at": at("08:00"),
        "updated_at": at("20:00"),
        "create_article_type": "email",
        "create_article_sender": "Customer",
        "group": "Shop",
    } | more


def article(id_: int, clock: str, by: int, sender: str, type_: str = "email", **more: object) -> Json:
    row = {"id": id_, "ticket_id": 7, "created_at": at(clock), "created_by_id": by, "sender": sender, "type": type_}
    return row | {"internal": False, "preferences": {}, "body": "…"} | more


def entry(id_: int, clock: str, by: int, attribute: str = "", old: str = "", new: str = "", **more: object) -> Json:
    row: Json = {"id": id_, "o_id": 7, "object": "Ticket", "created_at": at(clock), "created_by_id": by}
    change = {"type": "updated", "attribute": attribute, "value_from": old, "value_to": new} if attribute else {}
    return row | {"type": "created"} | change | more


FIRST = article(20, "08:00", CORA, "Customer")
OPENED = entry(500, "08:00", CORA)


def case(*steps: Json, **fields: object) -> list[object]:
    """The documents of one ticket, reported at 08:00 by mail; its state is what the last change says."""
    said = [step["value_to"] for step in steps if step.get("attribute") == "state"]
    articles = [FIRST, *(step for step in steps if "ticket_id" in step)]
    history = [OPENED, *(step for step in steps if "o_id" in step)]
    one = ticket(said[-1] if said else "new", **fields)
    return copy.deepcopy([[one], articles, {"history": history, "assets": {}}])


def run(documents: Iterable[object], **options: object) -> Imported:
    lines = [json.dumps(one) + "\n" for one in documents]
    return IMPORTERS["zammad"](lines, zone="UTC", options=options, file="zammad.json")


def events(*steps: Json, **fields: object) -> tuple[TicketEvent, ...]:
    return run(case(*steps, **fields)).evidence.events


def shown(found: Iterable[TicketEvent]) -> list[str]:
    """The events as "kind hh:mm by" with class and reason where they say something."""
    return [
        " ".join(filter(None, (one.kind.value, clock(one.at), one.by.value, one.class_, one.reason))) for one in found
    ]


def told(*steps: Json, **fields: object) -> list[str]:
    return shown(events(*steps, **fields))


def clock(moment: int) -> str:
    return f"{moment // 3600 % 24:02}:{moment // 60 % 60:02}"


def noted(words: str, documents: Iterable[object], **options: object) -> bool:
    return any(words in note for note in run(documents, **options).notes)


def problems(documents: Iterable[object], **options: object) -> list[str]:
    with pytest.raises(InputError) as caught:
        run(documents, **options)
    return [str(problem) for problem in caught.value.problems]


def test_a_plain_ticket_is_reported_taken_answered_and_closed() -> None:
    steps = (
        entry(501, "08:30", ALICE, "state", "new", "open"),
        article(21, "09:00", ALICE, "Agent"),
        entry(502, "10:00", ALICE, "state", "open", "closed"),
    )
    assert told(*steps) == [
        "reported 08:00 customer serious",
        "acknowledged 08:30 provider",
        "replied 09:00 provider",
        "resolved 10:00 provider",
        "closed 10:00 provider",
    ]


def test_every_event_says_that_it_was_imported_and_from_where_and_by_whose_number() -> None:
    found = events(article(21, "09:00", ALICE, "Agent"))
    assert {(one.imported, one.source, one.ticket) for one in found} == {(True, "zammad", "22007")}
    assert [one.person for one in found] == ["11", "3"]
    assert found[1].ref == "21"


def test_no_name_address_or_word_comes_into_the_evidence() -> None:
    written = "".join(write_lines(IMPORTERS["zammad"]([EXPORT.read_text(encoding="utf-8")]).evidence))
    for word in ("Alicja", "example", "koszyk", "Koszyk"):
        assert word not in written


@pytest.mark.parametrize(
    ("type_", "channel"),
    [("email", "email"), ("phone", "phone"), ("web", "portal"), ("chat", "chat"), ("note", "other"), ("fax", "other")],
)
def test_the_channel_is_the_type_of_the_first_article(type_: str, channel: str) -> None:
    assert events(create_article_type=type_)[0].channel == channel


def test_an_unlisted_channel_is_counted() -> None:
    assert noted(
        "read as other, which starts a clock only where the contract says so: 'fax' 1", case(create_article_type="fax")
    )


def test_an_internal_article_is_a_note() -> None:
    assert told(article(21, "09:00", ALICE, "Agent", internal=True))[1:] == ["noted 09:00 provider"]


def test_a_public_note_is_a_reply_and_counted() -> None:
    one = article(21, "09:00", ALICE, "Agent", "note")
    assert told(one)[1:] == ["replied 09:00 provider"]
    assert noted("which Zammad shows and does not send, read as replies: 1 (22007)", case(one))


def test_an_article_by_phone_is_a_call() -> None:
    assert told(article(21, "09:00", ALICE, "Agent", "phone"))[1:] == ["called 09:00 provider"]


def test_a_call_written_down_by_an_agent_is_the_customers() -> None:
    steps = (article(21, "09:00", ALICE, "Agent"), article(22, "10:00", ALICE, "Customer", "phone"))
    call = events(*steps)[-1]
    assert (call.kind, call.by, call.person) == (Kind.CALLED, Role.CUSTOMER, str(CORA))


def test_it_is_of_whom_it_was_written_for() -> None:
    assert events(article(21, "09:00", ALICE, "Customer", "phone", origin_by_id=CYRYL))[-1].person == str(CYRYL)


def test_the_system_answers_automatically() -> None:
    answer = events(article(21, "08:00", SYSTEM, "System"))[-1]
    assert (answer.kind, answer.by, answer.automatic) == (Kind.REPLIED, Role.SYSTEM, True)


@pytest.mark.parametrize(
    ("preferences", "automatic"), [({"is-auto-response": True}, True), ({"is-auto-response": False}, False)]
)
def test_an_out_of_office_mail_is_automatic(preferences: Json, automatic: bool) -> None:
    mail = events(article(21, "09:00", CORA, "Customer", preferences=preferences))[-1]
    assert (mail.by, mail.automatic) == (Role.CUSTOMER, automatic)


def test_pending_is_a_pause_whose_reason_stops_nothing_unless_told_otherwise() -> None:
    steps = (
        article(21, "09:00", ALICE, "Agent"),
        entry(501, "09:00", ALICE, "state", "open", "pending reminder"),
        article(22, "10:00", CORA, "Customer"),
        entry(502, "10:00", CORA, "state", "pending reminder", "open"),
    )
    assert told(*steps)[1:] == [
        "replied 09:00 provider",
        "paused 09:00 provider on_hold",
        "replied 10:00 customer",
        "resumed 10:00 customer on_hold",
    ]
    waiting = run(case(*steps), states={"pending reminder": "waiting_client"}).evidence.events
    assert shown(waiting)[1:] == [
        "asked 09:00 provider waiting_client",
        "replied 10:00 customer",
        "resumed 10:00 customer waiting_client",
    ]


def test_a_pending_close_that_the_scheduler_closes_is_closed_by_software() -> None:
    steps = (
        entry(501, "09:00", ALICE, "state", "open", "pending close"),
        entry(502, "17:00", SYSTEM, "state", "pending close", "closed"),
    )
    assert told(*steps)[2:] == ["resumed 17:00 system on_hold", "resolved 17:00 system", "closed 17:00 system"]


def test_the_customer_reopens() -> None:
    steps = (
        entry(501, "09:00", ALICE, "state", "open", "closed"),
        article(22, "10:00", CORA, "Customer"),
        entry(502, "10:00", CORA, "state", "closed", "open"),
    )
    assert told(*steps)[-1] == "reopened 10:00 customer"


def test_an_owner_who_takes_it_himself_acknowledges_and_one_who_is_given_it_does_not() -> None:
    taken = entry(501, "08:20", ALICE, "owner", "-", "Alicja Adamska", id_from=1, id_to=ALICE)
    given_ = entry(501, "08:20", ALICE, "owner", "-", "Beniamin Bąk", id_from=1, id_to=BEN)
    freed = entry(501, "08:20", ALICE, "owner", "Alicja Adamska", "-", id_from=ALICE, id_to=1)
    assert told(taken)[1:] == ["acknowledged 08:20 provider"]
    assert told(given_)[1:] == told(freed)[1:] == []
    assert noted("no acknowledgement made of them: 1 (22007)", case(given_))


def test_the_first_class_is_the_one_before_the_first_change() -> None:
    step = entry(501, "09:00", ALICE, "priority", "2 normal", "3 high")
    assert told(step) == ["reported 08:00 customer ordinary", "classified 09:00 provider serious"]


def test_a_ticket_opened_by_an_agent_is_the_providers_report() -> None:
    assert told(create_article_sender="Agent") == ["reported 08:00 provider serious"]
    assert noted("opened by an agent", case(create_article_sender="Agent"))


def test_who_is_named_nowhere_is_assumed_and_counted() -> None:
    step = entry(501, "09:00", 99, "state", "open", "closed")
    assert told(step)[-1] == "closed 09:00 provider"
    assert noted("no agents are named and they are not the customer of the ticket: 1", case(step))
    named = run(case(step), agents=[str(ALICE)]).evidence.events
    assert shown(named)[-1] == "closed 09:00 customer"


def test_a_named_robot_is_software() -> None:
    found = run(case(article(21, "09:00", ALICE, "Agent")), robots=str(ALICE)).evidence.events
    assert (found[-1].by, found[-1].automatic) == (Role.SYSTEM, True)


MERGED = (
    entry(501, "09:00", ALICE, "", type="merged_into", id_from=7, id_to=8),
    entry(502, "09:00", ALICE, "state", "new", "merged"),
    article(21, "09:00", ALICE, "Agent", "note", body="merged"),
)
TARGET = [
    [ticket(id=8, number="22008", created_at=at("08:30"))],
    [article(30, "08:30", CORA, "Customer", ticket_id=8)],
    {"history": [entry(600, "08:30", CORA, o_id=8)], "assets": {}},
]


def test_a_merged_ticket_names_the_number_that_goes_on_and_its_note_is_no_answer() -> None:
    found = run([*case(*MERGED), *TARGET]).evidence.events
    merged = [one for one in found if one.ticket == "22007"]
    assert shown(merged) == ["reported 08:00 customer serious", "merged 09:00 provider"]
    assert merged[-1].into == "22008"
    assert [one.id for one in tickets_of(found) if not one.merged_into] == ["22008"]


def test_without_the_entry_of_the_merge_its_only_link_names_the_target() -> None:
    answer = {"ticket_id": 7, "ticket_article_ids": [21], "assets": {}, "links": [{"link_object_value": 8}]}
    found = run([*case(*MERGED[1:]), answer, *TARGET]).evidence.events
    assert [one.into for one in found if one.kind is Kind.MERGED] == ["22008"]


def test_a_merge_that_leads_nowhere_known_is_counted() -> None:
    assert noted("merged into a ticket that the export does not hold: 1 (22007)", case(*MERGED))
    assert noted("do not say into which one, closed without a resolution: 1 (22007)", case(*MERGED[1:]))


def test_messages_that_a_merge_brought_keep_their_time() -> None:
    moved = article(10, "07:00", CYRYL, "Customer")
    assert told(moved)[0] == "replied 07:00 customer"
    assert noted("messages older than their ticket, kept at their own time: 1 (22007)", case(moved))


def test_ids_without_words_are_read_as_a_new_zammad_gives_them() -> None:
    bare = ticket(state_id=4, priority_id=3, create_article_type_id=5, create_article_sender_id=2)
    for key in ("state", "priority", "create_article_type", "create_article_sender"):
        del bare[key]
    reply: Json = article(21, "09:00", ALICE, "") | {"sender_id": 1, "type_id": 1}
    del reply["sender"], reply["type"]
    answer = {
        "ticket_id": 7,
        "ticket_article_ids": [20, 21],
        "assets": {"Ticket": {"7": bare}, "TicketArticle": {"20": FIRST, "21": reply}},
    }
    closed = entry(501, "10:00", ALICE, "state", "open", "closed")
    found = run([answer, {"history": [OPENED, closed]}]).evidence.events
    assert shown(found) == [
        "reported 08:00 customer serious",
        "replied 09:00 provider",
        "resolved 10:00 provider",
        "closed 10:00 provider",
    ]
    assert found[0].channel == "phone"


def test_the_export_may_bring_its_own_words_for_ids() -> None:
    own = {"id": 9, "name": "waiting for parts", "state_type_id": 3, "active": True}
    documents = case(entry(501, "09:00", ALICE, "state", "new", "waiting for parts"), state_id=9)
    documents[0][0].pop("state")  # type: ignore[index]
    found = run([*documents, [own]], states={"waiting for parts": "third_party"})
    assert shown(found.evidence.events)[-1] == "paused 09:00 provider third_party"


def test_the_order_of_the_documents_does_not_matter() -> None:
    documents = [*case(*MERGED), *TARGET]
    assert run(documents).evidence == run(list(reversed(documents))).evidence


def test_a_ticket_that_stands_twice_is_kept_as_it_was_updated_last() -> None:
    old, new = ticket(priority="1 low", updated_at=at("19:00")), ticket()
    rest = case()[1:]
    for documents in ([[old], [new], *rest], [[new], [old], *rest]):
        assert shown(run(documents).evidence.events) == ["reported 08:00 customer serious"]
        assert noted("stand in the export in several versions, the latest was kept: 1", documents)


def test_linked_tickets_in_the_assets_are_no_tickets_of_the_export() -> None:
    linked = {"ticket_id": 7, "assets": {"Ticket": {"99": ticket(id=99, number="22099")}}, "links": []}
    assert {one.ticket for one in run([*case(), linked]).evidence.events} == {"22007"}


def test_what_belongs_to_no_ticket_is_counted() -> None:
    strays = [article(90, "09:00", ALICE, "Agent", ticket_id=9)], {"history": [entry(900, "09:00", ALICE, o_id=9)]}
    assert noted("articles of tickets that the export does not hold, left out: 1", [*case(), *strays])
    assert noted("histories of tickets that the export does not hold, left out: 1", [*case(), *strays])


def test_an_export_without_tickets_gives_no_events_and_says_so() -> None:
    assert noted("0 tickets in the export, 0 read, became 0 events", [[]])


def test_the_service_is_one_for_all_or_stands_in_a_field() -> None:
    assert run(case(), service="shop").evidence.events[0].service == "shop"
    assert run(case(), service="shop", service_field="group").evidence.events[0].service == "Shop"
    assert run(case(group=None), service="shop", service_field="group").evidence.events[0].service == "shop"


def broken(document: int, path: str, value: object) -> list[object]:
    documents = case(article(21, "09:00", ALICE, "Agent"), entry(501, "10:00", ALICE, "state", "new", "open"))
    place: Any = documents[document]
    *way, last = path.split(".")
    for step in way:
        place = place[int(step) if step.isdecimal() else step]
    place[int(last) if last.isdecimal() else last] = value
    return documents


@pytest.mark.parametrize(
    ("document", "path", "value", "message"),
    [
        (0, "0.created_at", None, "zammad.json:1: 22007.created_at: is missing"),
        (0, "0.created_at", "soon", "22007.created_at: 'soon' is not a time of a day"),
        (0, "0.state", "frozen", "22007.state: 'frozen' is not a known state"),
        (0, "0.priority", "9 huge", "22007.priority: '9 huge' has no class (say which class it is"),
        (0, "0.article_ids", [20, 21, 22, 23], "22007.articles: hold 2 of 4 (append the answer of"),
        (0, "0.number", None, "number: is missing"),
        (1, "1.created_at", 5, "zammad.json:2: 22007.articles[21].created_at: 5 is not a time"),
        (1, "1.sender", "Robot", "22007.articles[21].sender: 'Robot' is not a sender (Agent, Customer or System)"),
        (1, "1.internal", None, "22007.articles[21].internal: is missing"),
        (1, "1.internal", "no", "22007.articles[21].internal: 'no' is neither true nor false"),
        (1, "1.preferences", "x", "22007.articles[21].preferences: 'x' is not an object"),
        (1, "0", 17, "zammad.json:2: 17 is no answer of Zammad (save answers of /api/v1/tickets"),
        (2, "history.1.value_to", None, "zammad.json:3: 22007.history[501].value_to: is missing"),
        (2, "history.1.value_to", "frozen", "22007.history[501].value_to: 'frozen' is not a known state"),
        (2, "history.1.created_at", "", "22007.history[501].created_at: '' is not a time"),
        (2, "history", 3, "zammad.json:3: history: 3 is not a list"),
        (2, "history", [], "22007.history: is missing (append the answer of /api/v1/ticket_history/7)"),
    ],
)
def test_what_is_wrong_is_told_with_file_ticket_and_field(
    document: int, path: str, value: object, message: str
) -> None:
    found = problems(broken(document, path, value))
    assert any(message in one for one in found), found


def test_tickets_without_articles_or_history_are_refused_together() -> None:
    found = problems([[ticket()], [ticket(id=8, number="22008")]])
    assert [one.partition(" (")[0] for one in found] == [
        "zammad.json:1: 22007.history: is missing",
        "zammad.json:1: 22007.articles: are missing",
        "zammad.json:2: 22008.history: is missing",
        "zammad.json:2: 22008.articles: are missing",
    ]


def test_a_bad_ticket_is_left_out_whole_where_that_is_asked_and_counted() -> None:
    found = run([*broken(0, "0.created_at", "soon"), *TARGET], skip_bad=True)
    assert {one.ticket for one in found.evidence.events} == {"22008"}
    assert "bad rows left out, as skip_bad asks: 1" in found.notes


@pytest.mark.parametrize("text", ["{}", "17", '{"error": "not authorized"}', "[[]]"])
def test_what_is_no_answer_of_zammad_is_told(text: str) -> None:
    with pytest.raises(InputError, match=r"no answer of Zammad|no ticket, article or history of Zammad"):
        IMPORTERS["zammad"]([text])


JUNK: st.SearchStrategy[object] = st.sampled_from(
    [None, True, 0, -7, 1.5, 10**30, "", "x", "\x00", [], {}, [7], {"a": []}]
)
PATHS = st.sampled_from(
    [(0, f"0.{key}") for key in (*ticket(), "close_at", "article_ids", "state_id")]
    + [(1, "1"), *((1, f"1.{key}") for key in (*FIRST, "origin_by_id", "sender_id", "type_id"))]
    + [(2, "history.1"), *((2, f"history.1.{key}") for key in (*entry(1, "09:00", 3, "state"), "id_to"))]
    + [(2, "assets"), (2, "history")]
)


@settings(max_examples=examples(300))
@given(PATHS, JUNK)
def test_no_value_in_any_place_ends_in_a_traceback(place: tuple[int, str], value: object) -> None:
    with suppress(InputError):
        found = run(broken(*place, value), service_field="group")
        assert read_lines(write_lines(found.evidence)).events == found.evidence.events


@settings(max_examples=examples(100))
@given(st.sampled_from(["Ticket", "TicketArticle", "TicketState", "User"]), JUNK, JUNK)
def test_no_assets_end_in_a_traceback(name: str, one: object, two: object) -> None:
    for assets in ({name: one}, {name: {"7": one, "x": two}}, one):
        with suppress(InputError):
            run([*case(), {"ticket_id": 7, "links": two, "ticket_article_ids": one, "assets": assets}])


def test_the_sample_export_gives_evidence_that_can_be_read_again() -> None:
    lines = EXPORT.read_text(encoding="utf-8").splitlines(keepends=True)
    found = IMPORTERS["zammad"](lines, file="zammad.json")
    assert read_lines(write_lines(found.evidence)).events == found.evidence.events
    assert found.notes[0].startswith("3 tickets in the export, 3 read, became 17 events")
