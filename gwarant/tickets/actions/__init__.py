"""What people and the engine do with tickets; each is one transaction."""

from gwarant.tickets.actions.by_itself import act_on_clock as act_on_clock
from gwarant.tickets.actions.by_itself import close_by_silence as close_by_silence
from gwarant.tickets.actions.by_itself import rejudge_customer as rejudge_customer
from gwarant.tickets.actions.ending import close as close
from gwarant.tickets.actions.ending import confirm as confirm
from gwarant.tickets.actions.ending import refuse as refuse
from gwarant.tickets.actions.ending import reopen as reopen
from gwarant.tickets.actions.ending import resolve as resolve
from gwarant.tickets.actions.ending import restore as restore
from gwarant.tickets.actions.handling import acknowledge as acknowledge
from gwarant.tickets.actions.handling import adopt as adopt
from gwarant.tickets.actions.handling import assign as assign
from gwarant.tickets.actions.handling import classify as classify
from gwarant.tickets.actions.pausing import decide_pause as decide_pause
from gwarant.tickets.actions.pausing import end_pause as end_pause
from gwarant.tickets.actions.pausing import pause as pause
from gwarant.tickets.actions.reporting import report as report
from gwarant.tickets.actions.talking import ask as ask
from gwarant.tickets.actions.talking import call as call
from gwarant.tickets.actions.talking import note as note
from gwarant.tickets.actions.talking import quote as quote
from gwarant.tickets.actions.talking import reply as reply
