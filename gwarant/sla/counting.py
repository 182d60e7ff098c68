"""The counting version: the rules by which everything is counted, as one number.

A change of a rule that may give another figure from the same inputs raises it. A wording names the version under which
it was agreed, an assessment the one under which it was counted.
"""

CHANGES = {
    1: "the rules of the first release",
    2: "what was known at a moment is what had been received before it; what is received later corrects. A refused fix"
    " restored nothing, where the contract says how long a restoration must hold. With the last day"
    " of a later wording the contract ends; a former one does not come back."
    " Looks between the slots of the grid tighten the bounds of availability, the point is the grid's."
    " No outage starts before the last good look, also where that one stands within time that nobody watched",
    3: "beyond the last year whose holidays a wording lists, those of the installed data count, for thirty years."
    " An answer that is dated before its report counts at the moment of the report",
    4: "a value that states no receipt was known when its stretch was over: one that crosses the end of a month"
    " corrects that month."
    " A look that was due and of which there is no row counts in the lower bound of availability as if it had failed,"
    " the last one before nothing is known as well; while a place is silent, no outage is too short for that bound."
    " Coverage is decided by who speaks, not by what they say. A good look at which another place was unknown already"
    " bounds the start of no outage."
    " Where the client's report alone starts an outage, it counts from the report on and not at all without one."
    " What the client decides is left out of availability with the client's consent only."
    " A phase whose targets are only reported holds for promises of every kind, cuts their periods, and gives no right."
    " An amendment that both signed after its first day corrects the months since."
    " Where last days differ or a decision names an incident, each line of a month is claimed, lapses and stands by"
    " itself."
    " A claim claims what had arisen by then."
    " Maintenance that was told late, and what was measured wrongly, leave the count with a second person and the"
    " client's consent, and late maintenance spends the cap as any other."
    " A period that cuts months judges what lies in it whole, and shows figures alone of the rest."
    " Where one cause is paid once, either a broken availability pays or all that its downtime caused, whichever is"
    " more. At each instant as many places are due as the contract asks for, whichever they are, so that one that came,"
    " went or moved leaves no unknown time behind; a log that names no place speaks for all of them."
    " Of a ticket whose source keeps one row, a clock could not be checked that stops at what the row does not tell."
    " Of merged tickets a report of a milder class lowers the class no more, and a merge can be undone."
    " Units of delay may be dates or working days, and a base may say what it is in the first month",
    5: "what has lapsed is not due: it takes no room under any cap, lifts no month over the least sum, and stands in no"
    " other remedy's way. What the provider accepts after that is due from then on, out of what those that were claimed"
    " in time leave. A duty that names a calendar or working days is late in their hours. What `not_charged` names by a"
    " class of tickets (`class critical`, or `critical_incident` for the class `critical`) is free for every entry on"
    " such a ticket, whatever kind of work it was booked as. A restoration that did not hold, and a fix that was"
    " refused before it held, are as if they had not been: the time counts on from them. After a rejection the clock of"
    " updates goes on as the contract says of the fix: from the delivery, or from the rejection. A civil period of a"
    " target, a pause or an acceptance by silence ends with the end of its last day, the day on which it begins not"
    " counted. A ticket is counted as resolved once, where its resolution stands at the end; one whose fix was refused"
    " is open. An outage by itself counts in real time, or by all dates that it touches, where the contract says so."
    " How long it was is measured from its beginning to its end, without what is excluded, also by a right. It is named"
    " by its beginning, and a claim for it runs from its end",
    6: "a claim that runs from the report runs from the day on which the month was closed, and from no day before that;"
    " it ran from the day of the breach; that the report was delivered says of itself alone that duties are recorded. A"
    " dispute of the client is no answer to their claim: the provider's time to decide runs on",
    7: "a promise or measure over a quarter or a year has a verdict in the month in which that ends and none before;"
    " its months were judged as if each were whole. Availability of which no time counts, as all of it is excluded or"
    " out of hours, is covered and not judged; it was not covered and undetermined",
}
"""What each version changed."""

CURRENT = max(CHANGES)
FIRST = min(CHANGES)
"""The version of a wording that names none: it was agreed before versions were named."""
