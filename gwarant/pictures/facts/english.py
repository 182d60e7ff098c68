"""Every fact in English."""

from collections.abc import Mapping

from gwarant.pictures.facts.parts import Text, broken_clock, by_word, pause, reading, remark, stray

_MORE = " and {n} more"
_UNPRICED = {"overage": "above the pool", "surcharge": "with a surcharge", "work": "beside the pool"}
_OVER = {
    "calendar_month": "calendar month",
    "calendar_quarter": "calendar quarter",
    "calendar_year": "calendar year",
    "contract_year": "contract year",
}
_RIGHTS = {
    "terminate": "termination",
    "improvement_plan": "improvement plan",
    "propose_package": "proposal of another package",
    "substitute_repair": "substitute repair",
}


ENGLISH: Mapping[str, Text] = {
    "assessment.no_evidence": "the evidence holds nothing from before the period's end",
    "assessment.unsigned": "{contract} is {status}: nobody has signed it",
    "assessment.not_in_force": "no version of the contract was in force in the period",
    "assessment.no_entries": "no time entries are among the evidence: hours are not stated",
    "assessment.no_proofs": "no proofs are among the evidence: duties are not judged",
    "assessment.whole_months": "hours and remedies are settled by whole months; those cut by the period are left out",
    "assessment.other_counting": "{contract} was agreed under counting version {agreed}; it is counted under {counted}",
    "assessment.holidays_taken": stray(
        "{contract} lists the holidays of {calendar} until {through}; of later ones by the same rule, as the installed"
        " data have them, there are {days}",
        _MORE,
    ),
    "assessment.unjudged": "{tickets:ticket} {why}",
    "assessment.report_only": "{readings:reading} in a phase that only reports, {late} of them late; they bind nobody",
    "assessment.interim": by_word("over", _OVER, "interim: it is promised over a {over}"),
    "assessment.figure": "{promise} in {period}",
    "assessment.failed": "counts as completely failed: {duty} was {verdict}",
    "assessment.exclusion_refused": "{figure}: exclusion {exclusion} does not count: {why}",
    "assessment.record_refused": "{event} is refused: written down late, it turns a breach around and names nobody",
    "assessment.pause_held": "pause {event} awaits the client's consent: written down late, it turns a breach around",
    "assessment.snapshot": (
        "{tickets:ticket} from a snapshot with one row each: the columns are taken as they stand; answers, pauses,"
        " reopenings and changes of class in between were not exported, and what rests on them could not be checked"
    ),
    "assessment.begun": (
        "{tickets:ticket} of which the log begins in the middle: what is late only with the time before its first row,"
        " which nobody saw, could not be checked"
    ),
    "assessment.early": stray("dated before the report, and counted at its moment: {rows}", _MORE),
    "assessment.claims_nothing": stray(
        "claims of what is not there, or had not arisen by then, which claim nothing: {rows}", _MORE
    ),
    "assessment.chooses_nothing": stray(
        "choices of what the breach does not bring, or where the contract lets nobody choose, without effect: {rows}",
        _MORE,
    ),
    "assessment.laid_aside": stray("laid aside as no reports, so that nothing of them is counted: {tickets}", _MORE),
    "assessment.dismissed_alone": "{event} is refused: a month had stated a breach of it, and no second person agreed",
    "assessment.dismissal_refused": "{event} is refused: what is surely the customer's is never laid aside",
    "assessment.by_exclusion": "exclusion {exclusion}: {reason}",
    "assessment.slot": "{duty} {end}",
    "assessment.unread": stray(
        "rows of the type {of} that could not be read, so that what rests on them could not be checked: {rows}", _MORE
    ),
    "assessment.void": "{row} does not count: {reason} ({void})",
    "assessment.imported": "{rows:export_row} of an export ({source}): {fates}",
    "assessment.rows_imported": "{rows} imported",
    "assessment.rows_repeated": "{rows} merged, because they repeat another",
    "assessment.rows_replaced": "{rows} merged, because another tells the same",
    "assessment.rows_blank": "{rows} blank",
    "assessment.rows_unwanted": "{rows} left out as asked",
    "assessment.rows_eventless": "{rows} left out without a time of any event",
    "assessment.rows_quiet": "{rows} that change nothing a clock listens to",
    "assessment.rows_stale": "{rows} left out as late copies",
    "assessment.rows_timeless": "{rows} left out that hold for no time",
    "assessment.rows_unreadable": "{rows} left out because they could not be read",
    "assessment.stray_services": stray("systems that the contract does not hold: {names}", _MORE),
    "assessment.stray_pauses": stray(
        "reasons for a pause that the contract does not know, without effect: {names}", _MORE
    ),
    "assessment.stray_tickets": stray("exclusions of tickets that are not there: {names}", _MORE),
    "assessment.stray_clocks": stray("exclusions of clocks that are not there: {names}", _MORE),
    "assessment.stray_duties": stray("proofs of duties that the contract does not hold: {names}", _MORE),
    "assessment.stray_measures": stray("values of measures that the contract does not hold: {names}", _MORE),
    "assessment.stray_windows": stray(
        "windows of maintenance that were shortened or taken back and are not there, without effect: {names}", _MORE
    ),
    "assessment.stray_exclusions": stray(
        "exclusions that were taken back and are not there, without effect: {names}", _MORE
    ),
    "assessment.stray_merges": stray("merges into tickets that are not there, without effect: {names}", _MORE),
    "availability.no_evidence": "there is no evidence",
    "availability.no_place": "evidence that names no place is counted as 1 of 1, not as {needed} of {of}",
    "availability.places_missing": "{missing} of {of} places count as unknown most of the time: no rows",
    "availability.other_places": "{watching} places were watching at once, the contract names {named}",
    "availability.reported_alone": "reported as down; no measurement confirms it: {reports}",
    "availability.reported_unseen": ("reported as down at a time that nobody measured, or too few places: {reports}"),
    "availability.not_reported": "{outages:outage} without a report of the client, from which they would count",
    "availability.unread": stray(
        "rows that could not be read may concern it, so it is not said to be kept: {rows}", _MORE
    ),
    "availability.reason_unknown": lambda values: (
        f"{values['reason']} is not among the contract's reasons ({values['known'].text or 'none'})"
    ),
    "availability.evidence_missing": "the contract asks for evidence and none is named",
    "availability.consent_missing": "the client decides about it, and has not agreed",
    "availability.not_afterwards": "it was decided after the fact, which the contract does not allow",
    "availability.not_approved": "it was decided after the fact and nobody approved it",
    "availability.own_approval": "it was decided after the fact and approved by its own author",
    "availability.no_maintenance": "the contract excludes no maintenance",
    "availability.frozen": "there is no maintenance in a freeze",
    "availability.emergency": "emergency maintenance is downtime by the contract",
    "availability.announced_late": "it was announced too late, and unannounced maintenance is downtime by the contract",
    "availability.received_late": "its announcement came late, and unannounced maintenance is downtime by the contract",
    "availability.outside_window": "it lies outside the window for maintenance",
    "decision.ends": "the contract ends on {day}: it is prolonged by then, or is over",
    "decision.notice": "the contract ends on {ends} only with notice by {by}; else it goes on",
    "decision.offer": "version {version} of the contract was offered on {since} and is not answered",
    "decision.pool_used": (
        "{month}: {percent} of the hours were used ({used} of {there}): whether the pool is still large enough"
    ),
    "decision.lapses": "hours of {lot} that are left, and lapse unused: {length}",
    "decision.right": by_word("right", _RIGHTS, "a right may be used: {right}"),
    "decision.claim": "{month}: {amount} {currency} are owed only if they are claimed",
    "decision.claim_unpriced": "{month}: what is owed has to be claimed; its sum is not known",
    "decision.claimed": "{month}: a claim or a dispute waits for an answer",
    "decision.objection": "an objection of {since} waits for an answer",
    "decision.objection_to": "{service}, {start} – {end}: an objection of {since} waits for an answer",
    "decision.objection_month": "{month}: an objection of {since} waits for an answer",
    "decision.pause": "{ticket}: the pause “{label}” runs until the client refuses it",
    "decision.consent": "{service}, {start} – {end}: left out only if the client agrees",
    "decision.approval": "{service}, {start} – {end}: left out only if a second person of the provider agrees",
    "decision.causes": "nobody has written why deadlines were missed: {tickets:ticket}",
    "decision.unmeasured": "{promise}: could not be judged, because too little was measured",
    "decision.unvalued": "{measure}: could not be judged, because no value is there",
    "decision.unrecorded": "nobody records that periodic duties are done, so none of them is judged: {duties}",
    "decision.unproven": "{duty}: could not be judged, because nothing proves it",
    "hours.unread": stray("entries that could not be read, so that nobody can say what the month costs: {rows}", _MORE),
    "measure.unread": stray("values that could not be read and may be of this measure: {rows}", _MORE),
    "clock.reading": reading,
    "clock.remark": remark("{reading} is excluded: {why}"),
    "clock.closed": "{name}",
    "clock.pause": pause,
    "clock.delivery_rejected": "delivered, then rejected",
    "clock.awaiting_acceptance": "delivered, waiting for acceptance",
    "clock.excluded": "{reason}",
    "clock.exclusion_refused": "exclusion {exclusion} is refused: it lacks {lacks}",
    "clock.holidays_unknown": "the holidays of {calendar} are known until {through} only",
    "clock.no_such_class": "the contract does not know the class {class_}",
    "clock.ended_without": "the ticket ended without it",
    "clock.began_before": "the first that is known of it is of {since}, and what went before nobody saw",
    "clock.not_exported": "the export has one row a ticket and does not tell when this was",
    "clock.row_unread": "the row {row} could not be read",
    "clock.class_unknown": "of a class that the contract does not know ({classes})",
    "clock.merged": "the ticket was merged into another",
    "clock.dismissed": "the ticket was laid aside as no report",
    "clock.no_contract": "from a time when no contract was in force",
    "clock.no_report": "without a report on a channel that may start a clock",
    "clock.no_class": "without a class",
    "clock.closed_at_once": "closed as soon as it was reported",
    "clock.no_target": "of a class without a target",
    "clock.no_times": "for which the contract promises no times",
    "clock.unreadable": "of which a row could not be read",
    "hours.refused": "time entry {entry} does not count: {why}",
    "hours.received_before": "an entry with this id was received before",
    "hours.no_length": "the entry has no length: nothing was worked",
    "hours.before_contract": "the work began before the contract",
    "hours.taken_back_before": "{entry} was taken back before",
    "hours.not_counted": "{entry} is not a counted entry that could be taken back",
    "hours.other_wording": "time entry {entry} was priced by {wording}, which is not among the versions",
    "hours.other_rate": lambda values: (
        "time entry {entry} carries the rate {carried}; in {wording}, it is ".format_map(dict(values))
        + (values["stated"].text or "none")
    ),
    "hours.no_price": by_word("reason", _UNPRICED, "{length} {reason} has no price yet: rates.above is blank"),
    "measure.row": "{id}",
    "measure.month": "{month}",
    "measure.few_cases": "{cases} cases are fewer than the {needed} from which it is judged",
    "measure.no_value": "no value came",
    "measure.reaches_in": "values that began before reach into it and count, whole, where they began: {values}",
    "measure.no_case": "there was no case, so there is no figure",
    "measure.no_case_known": "no case in the time that values tell of, and none tells of the rest: no figure",
    "measure.covered": "rows cover {share} of the period",
    "measure.not_entered": "nobody has entered the figure",
    "measure.no_person": "the person behind the figure must be named",
    "measure.no_proof": "the evidence behind the figure must be named",
    "measure.no_person_no_proof": "the person and the evidence behind the figure must be named",
    "measure.no_money": "what the months cost is not known",
    "measure.not_checked": "{cases:case} could not be checked",
    "measure.hidden_outages": "time that was not measured may hide more outages",
    "remedy.clock": broken_clock("cycle {n}", "link {n}"),
    "remedy.promise": "{promise}",
    "remedy.of_line": "{remedy}, {broken}: {why}",
    "remedy.both": "both a percentage and an amount are named; the percentage was taken",
    "remedy.neither": "neither a percentage nor an amount is named",
    "remedy.spared": "an overrun up to {length} pays nothing",
    "remedy.no_figure": "no value was determined to price",
    "remedy.no_shortfall": "no target is known from which the value falls short",
    "remedy.no_band": "no band holds {value}",
    "remedy.several_bands": "{bands} bands hold {value}; the first was taken",
    "remedy.less_than_a_step": "the figure misses its target by less than a step",
    "remedy.base_blank": "{fee} of {month} is blank",
    "remedy.own_cap": "cut by the remedy's own cap",
    "remedy.accepted_late": "accepted after it had lapsed: it takes what is left after all that was claimed in time",
    "remedy.not_comparable": "cannot be compared while a price is blank",
    "remedy.chosen": "the client chose {remedy} for {incident}",
    "remedy.pays_more": "{remedy} pays more for {incident}, or as much and stands first",
    "remedy.same_cause": "{incident} has the same cause and pays more, or as much and came first",
    "remedy.dearest": "only the dearest ticket or outage counts: {incident}",
    "remedy.lapsed": "lapsed, because nobody claimed it by {day}; this is what it would have been",
    "remedy.lapsed_at": "lapsed, because nobody claimed it by {moment}; this is what it would have been",
    "remedy.cap_without_fee": "the cap per {per} cannot be counted while its fee is blank",
    "remedy.at_most": "{amount} at most, subject to the cap per {per}: an earlier month has no price",
    "remedy.cap_without_past": "the cap per {per} cannot be counted while an earlier month has no price",
    "remedy.too_small": "{amount} is below the least sum that is paid, {least}",
    "remedy.both_paid": "{incident} is paid, and so is what may have the same cause: {others};"
    " the contract does not say that a cause is paid once",
    "remedy.no_deadline": "paid on claim, but the contract names no deadline",
    "remedy.no_anchor": "the day of {anchor}, from which a claim period runs, is not known",
    "history.period": "{promise} {period}",
    "history.slot": "{duty} {day}",
    "history.outage": "outage of {start}",
    "history.at_cap": "cap per {per} {month}",
}
