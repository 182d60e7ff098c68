"""The portal: what customers see and do."""

from django.urls import URLPattern, URLResolver, path

from gwarant.web.contracts.urls import portal as contracts
from gwarant.web.months.urls import portal as months
from gwarant.web.people import urls as people
from gwarant.web.portal.views import home, report, tickets, verbs

app_name = "portal"
TICKET = "tickets/<str:key>"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("rows", home.rows, name="home_rows"),
    path("report", report.report, name="report"),
    path("report/classes", report.classes, name="report_classes"),
    path("tickets", tickets.tickets, name="tickets"),
    path(TICKET, tickets.ticket, name="ticket"),
    path(f"{TICKET}/clocks", tickets.clocks, name="ticket_clocks"),
    path(f"{TICKET}/clocks/<str:clock>/<int:cycle>/<int:link>", tickets.why, name="ticket_why"),
    path(f"{TICKET}/replies", verbs.replies, name="ticket_replies"),
    path(f"{TICKET}/confirmation", verbs.confirmation, name="ticket_confirmation"),
    path(f"{TICKET}/refusal", verbs.refusal, name="ticket_refusal"),
    path(f"{TICKET}/reopening", verbs.reopening, name="ticket_reopening"),
    path(f"{TICKET}/pause/decision", verbs.pause_decision, name="ticket_pause_decision"),
    path(f"{TICKET}/closing", verbs.closing, name="ticket_closing"),
    *contracts,
    *people.portal,
    *months,
]
