"""Zammad: tickets, articles and histories, as its API answers them one after another, to events of tickets."""

from collections.abc import Iterable

from gwarant.importers.desk_story import SENTENCES, Tally, events_of, kinds
from gwarant.importers.desk_words import desk_words, people
from gwarant.importers.documents import documents
from gwarant.importers.imported import Imported, Importer
from gwarant.importers.local_time import LocalTimes
from gwarant.importers.option import ACCOUNTS, ANY, NO_OPTIONS, WORDS, Options, flag, word
from gwarant.importers.sheet import Findings
from gwarant.importers.zammad_shelf import Shelf
from gwarant.importers.zammad_ticket import Reading, case_of
from gwarant.sla.evidence.model import Account, Evidence

SOURCE = "zammad"
OPTIONS = (*WORDS, *ACCOUNTS, *ANY)
STATES = {
    "new": "new",
    "open": "active",
    "pending_reminder": "on_hold",
    "pending_close": "on_hold",
    "closed": "closed",
    "merged": "merged",
    "removed": "canceled",
}
CLASSES = {"3_high": "serious", "2_normal": "ordinary", "1_low": "ordinary", "high": "serious", "normal": "ordinary"}
CHANNELS = {
    "email": "email",
    "phone": "phone",
    "web": "portal",
    "chat": "chat",
    "telegram_personal_message": "chat",
    "whatsapp_message": "chat",
    "facebook_direct_message": "chat",
    "twitter_direct_message": "chat",
}
OWN_SENTENCES = {
    "public_notes": "public notes by agents, which Zammad shows and does not send, read as replies: {}",
    "merge_notes": "notes that Zammad wrote at a merge, left out: {}",
    "unknown_target": "merged into a ticket that the export does not hold: {}",
    "by_agent": "tickets opened by an agent, read as the provider's report for the customer: {}",
    "by_robot": "tickets opened by the system; they start clocks only on the channel monitoring: {}",
    "no_priority": "tickets without a priority, reported without a class: {}",
}


def run(lines: Iterable[str], *, zone: str = "UTC", options: Options = NO_OPTIONS, file: str = "") -> Imported:
    """Ticket events of exported tickets; raises InputError with every bad ticket unless `skip_bad`."""
    findings, tally = Findings(file), Tally()
    reading = Reading(
        words=desk_words(options, STATES, CLASSES, CHANNELS),
        people=people(options),
        times=LocalTimes(zone),
        tally=tally,
        service=word(options, "service"),
        service_field=word(options, "service_field"),
    )
    shelf = Shelf(findings)
    for line, document in documents(lines, findings):
        shelf.take(line, document)
    files = shelf.files()
    reading.learn(files)
    cases = [case for one in files if (case := case_of(one, reading)) and one.name not in findings.rows]
    left_out = findings.settle(flag(options, "skip_bad"))
    events = [event for case in cases for event in events_of(case, SOURCE, tally)]
    events.sort(key=lambda event: (event.at, event.received, event.id))
    count = f"{len(files)} tickets in the export, {len(cases)} read, became {len(events)} events{kinds(events)}"
    notes = [count, *shelf.notes(), *reading.notes(), *tally.notes(OWN_SENTENCES | SENTENCES), *left_out]
    unread = findings.rows - {one.name for one in files}
    account = Account(
        source=SOURCE,
        rows=len(files) + len(unread),
        imported=len(cases),
        unreadable=len(files) - len(cases) + len(unread),
    )
    return Imported(Evidence(events=tuple(events), sources=(SOURCE,), imports=(account,)), tuple(notes))


IMPORTER = Importer(run, OPTIONS)
