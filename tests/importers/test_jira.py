"""Issues of Jira Service Management, with changelog and comments: to events, oddities and all."""

import copy
import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sweeps import examples

from gwarant.importers import IMPORTERS, Imported
from gwarant.sla.evidence.jsonl import read_lines, write_lines
from gwarant.sla.evidence.model import Kind, Role, TicketEvent
from gwarant.sla.problem import InputError

EXPORT = Path(__file__).parent / "exports" / "jira.json"
CORA = {"accountId": "cora", "accountType": "customer", "displayName": "Cora Czarnecka"}
CYRYL = {"accountId": "cyryl", "accountType": "atlassian", "displayName": "Cyryl Cichy"}
ALICE = {"accountId": "alice", "accountType": "atlassian", "displayName": "Alicja Adamska"}
BOT = {"accountId": "bot", "accountType": "app", "displayName": "Automation for Jira"}
Json = dict[str, Any]


def at(clock: str) -> str:
    return f"2026-03-02T{clock}:00.000+0000"


def change(who: Json | None, clock: str, **fields: tuple[str, str]) -> Json:
    items = [
        {"field": name, "fieldId": name, "from": old, "fromString": old, "to": new, "toString": new}
        for name, (old, new) in fields.items()
    ]
    return {"id": clock.replace(":", ""), "created": at(clock), "items": items} | ({"author": who} if who else {})


def comment(who: Json, clock: str, **more: object) -> Json:
    return {"id": f"c{clock}", "author": who, "created": at(clock), "body": "…", "jsdPublic": True} | more


def issue(*log: Json, status: str = "", key: str = "SHOP-1", reporter: Json | None = CORA, **more: object) -> Json:
    """An issue opened at 08:00 with changes and comments; its status is what the last change says."""
    changes = [one for one in log if "items" in one]
    said = [item["toString"] for one in changes for item in one["items"] if item["field"] == "status"]
    comments = [one for one in log if "items" not in one]
    fields = {
        "created": at("08:00"),
        "updated": at("20:00"),
        "reporter": reporter,
        "priority": {"name": "High"},
        "status": {"name": status or (said[-1] if said else "Waiting for support")},
        "comment": {"comments": comments, "total": len(comments)},
    }
    properties = {"request.channel.type": {"value": "portal"}}
    log_ = {"histories": changes, "total": len(changes)}
    return copy.deepcopy({"key": key, "properties": properties, "changelog": log_, "fields": fields | more})


def run(*issues: object, **options: object) -> Imported:
    return IMPORTERS["jira"]([json.dumps({"issues": list(issues)})], zone="UTC", options=options, file="jira.json")


def events(*issues: object, **options: object) -> tuple[TicketEvent, ...]:
    return run(*issues, **options).evidence.events


def told(*issues: object, **options: object) -> list[str]:
    """The events as "kind hh:mm by" with class and reason where they say something."""
    return [
        " ".join(filter(None, (one.kind.value, clock(one.at), one.by.value, one.class_, one.reason)))
        for one in events(*issues, **options)
    ]


def clock(moment: int) -> str:
    return f"{moment // 3600 % 24:02}:{moment // 60 % 60:02}"


def problems(*issues: object, **options: object) -> list[str]:
    with pytest.raises(InputError) as caught:
        run(*issues, **options)
    return [str(problem) for problem in caught.value.problems]


def noted(words: str, *issues: object, **options: object) -> bool:
    return any(words in note for note in run(*issues, **options).notes)


STARTED = change(ALICE, "08:30", status=("Waiting for support", "In Progress"))


def test_a_plain_issue_is_reported_taken_answered_and_resolved() -> None:
    log = (STARTED, comment(ALICE, "09:00"), change(ALICE, "10:00", status=("In Progress", "Resolved")))
    assert told(issue(*log)) == [
        "reported 08:00 customer serious",
        "acknowledged 08:30 provider",
        "replied 09:00 provider",
        "resolved 10:00 provider",
    ]


def test_every_event_says_that_it_was_imported_and_from_where_and_by_which_account() -> None:
    found = events(issue(STARTED))
    assert {(one.imported, one.source, one.ticket) for one in found} == {(True, "jira", "SHOP-1")}
    assert [one.person for one in found] == ["cora", "alice"]


def test_no_name_and_no_word_of_anybody_comes_into_the_evidence() -> None:
    written = "".join(write_lines(run(json.loads(EXPORT.read_text(encoding="utf-8"))["issues"][0]).evidence))
    assert "Cora" not in written
    assert "Visa" not in written


def test_the_log_may_run_newest_first() -> None:
    log = [STARTED, change(ALICE, "10:00", status=("In Progress", "Resolved"))]
    one = issue(*log)
    turned = copy.deepcopy(one)
    turned["changelog"]["histories"].reverse()
    assert told(one) == told(turned)


def test_an_internal_comment_is_a_note() -> None:
    assert told(issue(comment(ALICE, "09:00", jsdPublic=False)))[1:] == ["noted 09:00 provider"]


def test_a_comment_of_a_data_center_says_in_a_property_that_it_is_internal() -> None:
    hidden = comment(ALICE, "09:00", properties=[{"key": "sd.public.comment", "value": {"internal": True}}])
    shown = comment(ALICE, "09:30", properties=[{"key": "sd.public.comment", "value": {"internal": False}}])
    del hidden["jsdPublic"], shown["jsdPublic"]
    assert told(issue(hidden, shown))[1:] == ["noted 09:00 provider", "replied 09:30 provider"]


def test_a_comment_for_a_role_only_is_internal() -> None:
    one = comment(ALICE, "09:00", jsdPublic=None, visibility={"type": "role", "value": "Administrators"})
    assert told(issue(one))[1:] == ["noted 09:00 provider"]


def test_a_comment_that_does_not_say_is_public_and_counted() -> None:
    one = issue(comment(ALICE, "09:00", jsdPublic=None))
    assert told(one)[1:] == ["replied 09:00 provider"]
    assert noted("do not say whether the customer sees them, read as public: 1 (SHOP-1)", one)


def test_software_answers_automatically_and_is_no_human() -> None:
    (_, answer) = events(issue(comment(BOT, "08:00")))
    assert (answer.kind, answer.by, answer.automatic) == (Kind.REPLIED, Role.SYSTEM, True)


def test_waiting_for_the_customer_after_a_public_answer_is_a_question_that_names_it() -> None:
    log = (comment(ALICE, "09:00"), change(ALICE, "09:01", status=("Waiting for support", "Waiting for customer")))
    asked = events(issue(*log))[-1]
    assert (asked.kind, asked.by, asked.reason, asked.ref) == (Kind.ASKED, Role.PROVIDER, "waiting_client", "c09:00")
    assert clock(asked.at) == "09:00"


def test_waiting_for_the_customer_long_after_the_answer_is_a_pause_from_the_change_on() -> None:
    log = (comment(ALICE, "09:00"), change(ALICE, "11:00", status=("Waiting for support", "Waiting for customer")))
    *_, answer, pause = events(issue(*log))
    assert answer.kind is Kind.REPLIED
    assert (pause.kind, clock(pause.at), pause.reason, pause.ref) == (Kind.PAUSED, "11:00", "waiting_client", "c09:00")
    assert noted("long after the provider's last public message, read as declared pauses: 1 (SHOP-1)", issue(*log))


def test_waiting_for_the_customer_without_a_word_to_him_is_no_answer() -> None:
    one = issue(change(ALICE, "09:01", status=("Waiting for support", "Waiting for customer")))
    assert told(one)[1:] == ["paused 09:01 provider waiting_client"]
    assert noted("the provider has not the last public word, read as declared pauses: 1 (SHOP-1)", one)


def test_waiting_for_a_customer_who_had_the_last_word_is_no_question() -> None:
    log = (
        comment(ALICE, "08:20"),
        comment(CORA, "08:40"),
        change(ALICE, "09:01", status=("Waiting for support", "Waiting for customer")),
    )
    assert told(issue(*log))[-1] == "paused 09:01 provider waiting_client"


def test_what_automation_does_after_a_message_is_its_authors() -> None:
    log = (
        comment(ALICE, "09:00"),
        change(BOT, "09:00", status=("Waiting for support", "Waiting for customer")),
        comment(CORA, "10:00"),
        change(BOT, "10:01", status=("Waiting for customer", "Waiting for support")),
    )
    assert told(issue(*log))[1:] == [
        "asked 09:00 provider waiting_client",
        "replied 10:00 customer",
        "resumed 10:01 customer waiting_client",
    ]
    assert noted("read as that person's: 2 (SHOP-1)", issue(*log))


def test_what_automation_does_much_later_is_softwares() -> None:
    log = (comment(CORA, "09:00"), change(BOT, "15:00", status=("Waiting for support", "Canceled")))
    assert told(issue(*log))[-1] == "closed 15:00 system"


def test_automation_reopens_in_the_name_of_the_customer_who_wrote() -> None:
    log = (
        change(ALICE, "09:00", status=("Waiting for support", "Resolved")),
        comment(CORA, "10:00"),
        change(BOT, "10:00", status=("Resolved", "Waiting for support")),
    )
    assert told(issue(*log))[-1] == "reopened 10:00 customer"


@pytest.mark.parametrize(
    ("status", "reason"), [("Pending", "on_hold"), ("Waiting for approval", "approval"), ("On hold", "on_hold")]
)
def test_other_waits_are_pauses_with_their_reason(status: str, reason: str) -> None:
    log = (
        change(ALICE, "09:00", status=("Waiting for support", status)),
        change(ALICE, "10:00", status=(status, "In Progress")),
    )
    assert told(issue(*log))[1:] == [f"paused 09:00 provider {reason}", f"resumed 10:00 provider {reason}"]


def test_closed_without_being_resolved_is_both_and_counted() -> None:
    one = issue(change(ALICE, "10:00", status=("In Progress", "Closed")))
    assert told(one)[1:] == ["resolved 10:00 provider", "closed 10:00 provider"]
    assert noted("closed without having been resolved, read as resolved by the closing: 1", one)


def test_a_canceled_issue_is_closed_and_not_resolved() -> None:
    assert told(issue(change(ALICE, "10:00", status=("In Progress", "Canceled"))))[1:] == ["closed 10:00 provider"]


def test_a_resolution_without_a_change_of_status_is_taken_from_its_date() -> None:
    one = issue(STARTED, resolutiondate=at("11:00")) | {}
    one["fields"]["status"] = {"name": "Resolved"}
    assert told(one)[-1] == "resolved 11:00 provider"
    assert noted("taken from the field of the ticket: 1 (SHOP-1)", one)


def test_a_status_that_disagrees_with_the_log_is_counted() -> None:
    one = issue(STARTED)
    one["fields"]["status"] = {"name": "Waiting for customer"}
    assert noted("present state is another than their last change says, the changes count: 1 (SHOP-1)", one)


def test_the_first_class_is_the_one_before_the_first_change() -> None:
    one = issue(change(ALICE, "09:00", priority=("Low", "Highest")), priority={"name": "Highest"})
    assert told(one) == ["reported 08:00 customer ordinary", "classified 09:00 provider critical"]


def test_a_change_of_priority_within_a_class_is_only_counted() -> None:
    one = issue(change(ALICE, "09:00", priority=("Low", "Medium")), priority={"name": "Medium"})
    assert len(told(one)) == 1
    assert noted("changes of priority within a class, no event made: 1 (SHOP-1)", one)


def test_who_takes_an_issue_himself_acknowledges_it_once() -> None:
    log = (change(ALICE, "08:10", assignee=("", "alice")), STARTED)
    assert told(issue(*log))[1:] == ["acknowledged 08:10 provider"]


@pytest.mark.parametrize("who", [ALICE, BOT])
def test_being_assigned_is_no_acknowledgement(who: Json) -> None:
    one = issue(change(who, "08:10", assignee=("", "ben")))
    assert len(told(one)) == 1
    assert noted("no acknowledgement made of them: 1 (SHOP-1)", one)


def test_without_named_agents_the_reporter_is_the_customer_and_all_others_are_ours() -> None:
    one = issue(comment(CYRYL, "08:30"), comment(ALICE, "09:00"), reporter=CYRYL)
    assert told(one) == [
        "reported 08:00 customer serious",
        "replied 08:30 customer",
        "replied 09:00 provider",
    ]
    assert noted("no agents are named and they are not the customer of the ticket: 1", one)


def test_with_named_agents_everybody_else_is_the_customer() -> None:
    one = issue(comment(CYRYL, "08:30"), comment(ALICE, "09:00"))
    assert told(one, agents=["alice"])[1:] == ["replied 08:30 customer", "replied 09:00 provider"]
    assert told(one, agents="alice, ben")[1:] == ["replied 08:30 customer", "replied 09:00 provider"]
    assert noted("because they are not among the agents: 1", one, agents=["alice"])


def test_a_named_robot_is_software_whatever_its_account_says() -> None:
    (_, answer) = events(issue(comment(ALICE, "09:00")), robots=["alice"])
    assert (answer.by, answer.automatic) == (Role.SYSTEM, True)


def test_a_report_by_an_agent_is_the_providers_and_counted() -> None:
    one = issue(reporter=ALICE)
    assert told(one, agents=["alice"]) == ["reported 08:00 provider serious"]
    assert noted("issues reported by an agent", one, agents=["alice"])


def test_a_change_without_an_author_is_softwares() -> None:
    one = issue(change(None, "10:00", status=("Waiting for support", "Resolved")))
    assert told(one)[-1] == "resolved 10:00 system"
    assert noted("without an author, read as made by software: 1 (SHOP-1)", one)


@pytest.mark.parametrize(
    ("theirs", "ours"), [("portal", "portal"), ("email", "email"), ("anonymousportal", "portal"), ("jira", "other")]
)
def test_the_channel_is_the_property_of_the_request(theirs: str, ours: str) -> None:
    one = issue() | {"properties": {"request.channel.type": {"value": theirs}}}
    assert events(one)[0].channel == ours


def test_without_the_property_it_is_the_portal_and_said() -> None:
    one = issue() | {"properties": {}}
    assert events(one)[0].channel == "portal"
    assert noted("without request.channel.type, read as reported on the portal: 1", one)
    assert events(one, channel="email")[0].channel == "email"


def test_options_say_what_their_words_mean() -> None:
    one = issue(change(ALICE, "09:00", status=("Neu", "In Arbeit")), priority={"name": "P0"})
    found = told(one, states={"Neu": "new", "in arbeit": "active"}, classes={"P0": "critical"})
    assert found == ["reported 08:00 customer critical", "acknowledged 09:00 provider"]


def test_a_status_without_a_word_is_read_by_its_category_where_an_issue_shows_it() -> None:
    one = issue(change(ALICE, "09:00", status=("Waiting for support", "W toku")))
    one["fields"]["status"]["statusCategory"] = {"key": "indeterminate"}
    assert told(one)[-1] == "acknowledged 09:00 provider"
    assert noted("read by their category: 'w_toku' as active", one)


@pytest.mark.parametrize(
    ("field", "raw", "service"),
    [
        ("components", [{"name": "shop"}], "shop"),
        ("customfield_10050", {"value": "erp"}, "erp"),
        ("customfield_10050", "erp", "erp"),
        ("components", [], "main"),
        ("components", [[7]], "main"),
    ],
)
def test_the_service_comes_from_a_field_or_is_one_for_all(field: str, raw: object, service: str) -> None:
    one = issue()
    one["fields"][field] = raw
    assert events(one, service="main", service_field=field)[0].service == service


def test_an_issue_twice_is_kept_as_it_was_updated_last() -> None:
    late = issue(STARTED, updated=at("21:00"))
    assert told(late, issue()) == told(issue(), late) == told(late)
    assert noted("stand in the export again, the one updated last was kept: 1 (SHOP-1)", late, issue())


def test_a_list_a_single_issue_and_issues_a_line_give_the_same() -> None:
    one, two = issue(), issue(key="SHOP-2")
    texts = [
        json.dumps([one, two]),
        f"{json.dumps(one)}\n{json.dumps(two)}",
        json.dumps({"issues": [one, two]}, indent=2),
    ]
    found = {IMPORTERS["jira"]([text]).evidence for text in texts}
    assert len(found) == 1


def test_an_export_without_issues_gives_no_events_and_says_so() -> None:
    assert run().evidence.events == ()
    assert noted("0 issues in the export, 0 read, became 0 events")


@pytest.mark.parametrize("more", [{"nextPageToken": "x"}, {"isLast": False}, {"startAt": 0, "total": 9}])
def test_an_answer_that_goes_on_is_told(more: Json) -> None:
    found = IMPORTERS["jira"]([json.dumps({"issues": [issue()]} | more)])
    assert any("more issues follow: the export is not whole" in note for note in found.notes)


def broken(path: str, value: object) -> Json:
    """An issue with one value put into it by a path such as fields.created."""
    one = issue(STARTED, comment(ALICE, "09:00"))
    at_: Any = one
    *way, last = path.split(".")
    for step in way:
        at_ = at_[int(step) if step.isdecimal() else step]
    at_[last] = value
    return one


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        ("fields", None, "SHOP-1.fields: is missing (ask with fields=*all)"),
        ("fields.created", None, "SHOP-1.fields.created: is missing"),
        ("fields.created", "yesterday", "SHOP-1.fields.created: 'yesterday' is not a time of a day"),
        ("fields.created", 17, "SHOP-1.fields.created: 17 is not a time"),
        ("fields.status", None, "SHOP-1.fields.status: is missing"),
        ("fields.status", "Open", "SHOP-1.fields.status: 'Open' is not an object"),
        ("fields.status.name", "Frozen", "SHOP-1.fields.status.name: 'Frozen' is not a known state"),
        ("fields.priority", {"name": "P0"}, "SHOP-1.fields.priority.name: 'P0' has no class"),
        ("fields.reporter", "cora", "SHOP-1.fields.reporter: 'cora' is not an object"),
        ("fields.comment", None, "SHOP-1.fields.comment: is missing (ask with fields=*all"),
        ("fields.comment.total", 9, "SHOP-1.fields.comment.comments: holds 1 of 9 (fetch the rest"),
        ("fields.comment.comments", {}, "SHOP-1.fields.comment.comments: an object is not a list"),
        ("fields.comment.comments.0.created", None, "SHOP-1.fields.comment.comments[0].created: is missing"),
        ("fields.comment.comments.0.jsdPublic", "yes", "comments[0].jsdPublic: 'yes' is neither true nor false"),
        ("fields.comment.comments.0.author", [], "comments[0].author: a list is not an object"),
        ("fields.comment.comments.0.id", "a\x00", "comments[0].id: holds the control character U+0000"),
        ("changelog", None, "SHOP-1.changelog: is missing (ask with expand=changelog)"),
        ("changelog.total", 101, "SHOP-1.changelog.histories: holds 1 of 101 (fetch the rest"),
        ("changelog.histories", None, "SHOP-1.changelog.histories: is missing"),
        ("changelog.histories.0.created", "", "SHOP-1.changelog.histories[0].created: '' is not a time"),
        ("changelog.histories.0.items", 3, "SHOP-1.changelog.histories[0].items: 3 is not a list"),
        ("changelog.histories.0.items.0.toString", None, "histories[0].items[0].toString: is missing"),
        ("changelog.histories.0.items.0.toString", "Frozen", "histories[0].items[0].toString: 'Frozen' is not a known"),
        ("key", None, "key: is missing"),
        ("properties", 7, "SHOP-1.properties: 7 is not an object"),
    ],
)
def test_what_is_wrong_is_told_with_file_issue_and_field(path: str, value: object, message: str) -> None:
    found = problems(broken(path, value))
    assert any(one.startswith("jira.json:1: ") and message in one for one in found), found


def test_all_problems_of_all_issues_are_told_at_once() -> None:
    found = problems(broken("fields.created", 1), broken("fields.comment", 2) | {"key": "SHOP-2"}, 3)
    assert len(found) == 3


def test_a_bad_issue_is_left_out_whole_where_that_is_asked_and_counted() -> None:
    found = run(broken("fields.comment.total", 9), issue(key="SHOP-2"), skip_bad=True)
    assert {event.ticket for event in found.evidence.events} == {"SHOP-2"}
    assert "bad rows left out, as skip_bad asks: 1" in found.notes
    assert any("SHOP-1.fields.comment.comments: holds 1 of 9" in note for note in found.notes)


@pytest.mark.parametrize("text", ["{}", "17", '{"issues": 3}', '"x"'])
def test_what_is_no_export_is_told_with_what_would_be(text: str) -> None:
    with pytest.raises(InputError, match=r"is no export of Jira .*issue a line"):
        IMPORTERS["jira"]([text])


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"states": {"Open": "opened"}}, "option states: 'opened' is not a state"),
        ({"agent": ["x"]}, "option agent: is not an option of this importer (did you mean 'agents'?)"),
        ({"agents": 7}, "option agents: 7 is not a list"),
        ({"service": 7}, "option service: 7 is not a text"),
    ],
)
def test_a_wrong_option_is_refused(options: Json, message: str) -> None:
    assert problems(issue(), **options)[0].startswith(message)


JUNK: st.SearchStrategy[object] = st.sampled_from(
    [None, True, 0, -7, 1.5, 10**30, "", "x", "\x00", [], {}, [7], {"a": []}]
)
PATHS = st.sampled_from(
    [
        "key",
        "fields",
        "fields.created",
        "fields.status",
        "fields.status.name",
        "fields.priority",
        "fields.reporter",
        "fields.comment",
        "fields.comment.comments",
        "fields.comment.comments.0",
        "fields.comment.comments.0.author",
        "changelog",
        "fields.comment.comments.0.visibility",
        "changelog.histories",
        "changelog.histories.0",
        "changelog.histories.0.author",
        "changelog.histories.0.items",
        "changelog.histories.0.items.0",
        "changelog.histories.0.items.0.fieldId",
        "properties",
        "fields.resolutiondate",
        "fields.updated",
        "fields.components",
    ]
)


@settings(max_examples=examples(300))
@given(PATHS, JUNK)
def test_no_value_in_any_place_ends_in_a_traceback(path: str, value: object) -> None:
    one = issue(STARTED, comment(ALICE, "09:00"))
    at_: Any = one
    *way, last = path.split(".")
    for step in way:
        at_ = at_[int(step) if step.isdecimal() else step]
    at_[int(last) if last.isdecimal() else last] = value
    with suppress(InputError):
        found = run(one, service_field="components")
        assert read_lines(write_lines(found.evidence)).events == found.evidence.events


def test_the_sample_export_gives_evidence_that_can_be_read_again() -> None:
    lines = EXPORT.read_text(encoding="utf-8").splitlines(keepends=True)
    found = IMPORTERS["jira"](lines, file="jira.json")
    assert read_lines(write_lines(found.evidence)).events == found.evidence.events
    assert found == IMPORTERS["jira"](lines, file="jira.json")
    assert found.notes[0].startswith("3 issues in the export, 3 read, became 19 events")
