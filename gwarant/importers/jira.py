"""Jira Service Management: issues with their changelog and comments, as Jira's search answers, to events of tickets."""

from collections.abc import Iterable, Iterator

from gwarant.importers.desk_story import SENTENCES, Tally, events_of, kinds
from gwarant.importers.desk_words import desk_words, people
from gwarant.importers.documents import Complain, Place, documents, places, safe
from gwarant.importers.imported import Imported, Importer
from gwarant.importers.jira_issue import Reading, case_of
from gwarant.importers.local_time import LocalTimes
from gwarant.importers.option import ACCOUNTS, ANY, NO_OPTIONS, WORDS, Options, flag, word
from gwarant.importers.sheet import Findings
from gwarant.sla.evidence.model import Account, Evidence
from gwarant.sla.evidence.value import shown

SOURCE = "jira"
OPTIONS = (*WORDS, *ACCOUNTS, *ANY, "channel")
STATES = {
    "open": "new",
    "to_do": "new",
    "new": "new",
    "waiting_for_support": "new",
    "reopened": "active",
    "in_progress": "active",
    "work_in_progress": "active",
    "under_review": "active",
    "escalated": "active",
    "waiting_for_customer": "waiting_client",
    "waiting_for_approval": "approval",
    "pending": "on_hold",
    "on_hold": "on_hold",
    "waiting_for_vendor": "third_party",
    "waiting_for_third_party": "third_party",
    "resolved": "resolved",
    "done": "resolved",
    "completed": "resolved",
    "closed": "closed",
    "canceled": "canceled",
    "cancelled": "canceled",
    "declined": "canceled",
    "rejected": "canceled",
}
CLASSES = {
    "highest": "critical",
    "blocker": "critical",
    "critical": "critical",
    "high": "serious",
    "major": "serious",
    "medium": "ordinary",
    "minor": "ordinary",
    "low": "ordinary",
    "lowest": "ordinary",
    "trivial": "ordinary",
}
CHANNELS = {"portal": "portal", "anonymousportal": "portal", "widget": "portal", "email": "email", "chat": "chat"}
OWN_SENTENCES = {
    "repeated": "issues that stand in the export again, the one updated last was kept: {}",
    "no_channel": "issues without request.channel.type, read as reported on the portal: {}",
    "unsaid": "comments that do not say whether the customer sees them, read as public: {}",
    "authorless": "changes and comments without an author, read as made by software: {}",
    "no_reporter": "issues without a reporter, read as reported by the customer: {}",
    "by_agent": "issues reported by an agent, read as the provider's report for the customer: {}",
    "by_robot": "issues reported by software; they start clocks only on the channel monitoring: {}",
    "no_priority": "issues without a priority, reported without a class: {}",
}


def run(lines: Iterable[str], *, zone: str = "UTC", options: Options = NO_OPTIONS, file: str = "") -> Imported:
    """Ticket events of exported issues; raises InputError with every bad issue unless `skip_bad`."""
    findings, tally = Findings(file), Tally()
    reading = Reading(
        words=desk_words(options, STATES, CLASSES, CHANNELS),
        people=people(options),
        times=LocalTimes(zone),
        tally=tally,
        channel=word(options, "channel"),
        service=word(options, "service"),
        service_field=word(options, "service_field"),
    )
    shelf = _Shelf(findings)
    issues = list(shelf.issues(lines))
    for issue in issues:
        reading.learn(issue)
    kept = _latest(issues, reading)
    cases = [case for issue in kept if (case := case_of(issue, reading)) and issue.path not in findings.rows]
    left_out = findings.settle(flag(options, "skip_bad"))
    events = [event for case in cases for event in events_of(case, SOURCE, tally)]
    events.sort(key=lambda event: (event.at, event.received, event.id))
    count = f"{len(issues)} issues in the export, {len(cases)} read, became {len(events)} events{kinds(events)}"
    notes = [count, *shelf.notes(), *reading.notes(), *tally.notes(OWN_SENTENCES | SENTENCES), *left_out]
    read = {issue.path for issue in issues}
    unread = len(findings.rows & {one.path for one in kept}) + len(findings.rows - read)
    account = Account(
        source=SOURCE,
        rows=len(issues) + len(findings.rows - read),
        imported=len(cases),
        replaced=len(issues) - len(kept),
        unreadable=unread,
    )
    return Imported(Evidence(events=tuple(events), sources=(SOURCE,), imports=(account,)), tuple(notes))


IMPORTER = Importer(run, OPTIONS)


class _Shelf:
    """The issues of every document: an answer of the search, a list of issues, or an issue."""

    def __init__(self, findings: Findings) -> None:
        self.findings = findings
        self.is_cut = False

    def issues(self, lines: Iterable[str]) -> Iterator[Place]:
        for line, document in documents(lines, self.findings):
            found, path = _held(document)
            if found is None:
                hint = 'save the answer of the search, {"issues": […]}, a list of issues, or an issue a line'
                self.findings.bad(line, "", f"{shown(document)} is no export of Jira", hint)
                continue
            self.is_cut = isinstance(document, dict) and _goes_on(document)
            for place in places(found, path, self._complainer(line, path)):
                name = safe(place.data.get("key") or place.path)
                yield Place(place.data, name, self._complainer(line, name))

    def notes(self) -> list[str]:
        """Whether the last answer of the search says that there is more."""
        return (
            ["the last answer of the search says that more issues follow: the export is not whole"]
            if self.is_cut
            else []
        )

    def _complainer(self, line: int, name: str) -> Complain:
        def complain(path: str, message: str, hint: str) -> None:
            self.findings.bad(line, path, message, hint, name)

        return complain


def _held(document: object) -> tuple[list[object] | None, str]:
    if isinstance(document, list):
        return document, ""
    if isinstance(document, dict) and isinstance(document.get("issues"), list):
        return document["issues"], "issues"
    if isinstance(document, dict) and "fields" in document:
        return [document], "issue"
    return None, ""


def _goes_on(answer: dict[str, object]) -> bool:
    """Whether an answer names a next page, or counts more issues than it and the pages before it hold."""
    total, start, found = answer.get("total"), answer.get("startAt", 0), answer.get("issues")
    if answer.get("nextPageToken") or answer.get("isLast") is False:
        return True
    if type(total) is not int or type(start) is not int or not isinstance(found, list):
        return False
    return start + len(found) < total


def _latest(issues: list[Place], reading: Reading) -> list[Place]:
    """Each issue once, as it was updated last."""
    kept: dict[str, Place] = {}
    for issue in issues:
        former = kept.get(issue.path)
        if former is not None:
            reading.tally.add("repeated", issue.path)
        if former is None or reading.updated(former) <= reading.updated(issue):
            kept[issue.path] = issue
    return list(kept.values())
