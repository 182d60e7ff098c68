"""The desk: what the house works with."""

from django.urls import URLPattern, URLResolver, path

from gwarant.web.contracts.urls import desk as contracts
from gwarant.web.customers.urls import desk as customers
from gwarant.web.desk.views import due, tickets, verbs
from gwarant.web.hours.urls import desk as hours
from gwarant.web.messages import urls as messages
from gwarant.web.months.urls import desk as months
from gwarant.web.people import urls as people

app_name = "desk"
TICKET = "tickets/<str:key>"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", due.due, name="due"),
    path("rows", due.rows, name="due_rows"),
    path("queue", tickets.uncovered, name="uncovered"),
    path("tickets", tickets.tickets, name="tickets"),
    path("tickets/new", tickets.new, name="new_ticket"),
    path(TICKET, tickets.ticket, name="ticket"),
    path(f"{TICKET}/clocks", tickets.clocks, name="ticket_clocks"),
    path(f"{TICKET}/clocks/<str:clock>/<int:cycle>/<int:link>", tickets.why, name="ticket_why"),
    path(f"{TICKET}/replies", verbs.replies, name="ticket_replies"),
    path(f"{TICKET}/questions", verbs.questions, name="ticket_questions"),
    path(f"{TICKET}/notes", verbs.notes, name="ticket_notes"),
    path(f"{TICKET}/calls", verbs.calls, name="ticket_calls"),
    path(f"{TICKET}/quotes", verbs.quotes, name="ticket_quotes"),
    path(f"{TICKET}/restoration", verbs.restoration, name="ticket_restoration"),
    path(f"{TICKET}/resolution", verbs.resolution, name="ticket_resolution"),
    path(f"{TICKET}/acknowledgement", verbs.acknowledgement, name="ticket_acknowledgement"),
    path(f"{TICKET}/pause", verbs.pause, name="ticket_pause"),
    path(f"{TICKET}/pause/end", verbs.pause_end, name="ticket_pause_end"),
    path(f"{TICKET}/class", verbs.class_, name="ticket_class"),
    path(f"{TICKET}/assignment", verbs.assignment, name="ticket_assignment"),
    path(f"{TICKET}/refusal", verbs.refusal, name="ticket_refusal"),
    path(f"{TICKET}/confirmation/question", verbs.whether_fixed, name="ticket_whether_fixed"),
    path(f"{TICKET}/closing", verbs.closing, name="ticket_closing"),
    path(f"{TICKET}/contract", verbs.contract, name="ticket_contract"),
    path(f"{TICKET}/system", verbs.system, name="ticket_system"),
    *customers,
    *contracts,
    *people.desk,
    *messages.desk,
    *months,
    *hours,
]
