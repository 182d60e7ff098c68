"""The portal: what customers see and do."""

from django.urls import URLPattern, URLResolver, path

from gwarant.files.models import About
from gwarant.web.access import EVERY_CLIENT, customer_person, get_ticket
from gwarant.web.availability.urls import portal as availability
from gwarant.web.claims.urls import portal as claims
from gwarant.web.contracts.urls import portal as contracts
from gwarant.web.corrections.urls import portal as corrections
from gwarant.web.customers.urls import portal as customers
from gwarant.web.disputes.urls import portal as disputes
from gwarant.web.files.views import paths_of as files
from gwarant.web.monitors.urls import portal as monitors
from gwarant.web.months.urls import portal as months
from gwarant.web.people import urls as people
from gwarant.web.portal.page import ticket_page
from gwarant.web.portal.verbs import VERBS
from gwarant.web.portal.views import aside, home, report, tickets
from gwarant.web.search.urls import portal as search
from gwarant.web.tickets.doing import PORTAL, paths_of

app_name = "portal"
TICKET = "tickets/<str:key>"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("rows", home.rows, name="home_rows"),
    path("report", report.report, name="report"),
    path("report/classes", report.classes, name="report_classes"),
    path("tickets", tickets.tickets, name="tickets"),
    path("aside", aside.aside, name="aside"),
    path(TICKET, tickets.ticket, name="ticket"),
    path(f"{TICKET}/clocks", tickets.clocks, name="ticket_clocks"),
    path(f"{TICKET}/clocks/<str:clock>/<int:cycle>/<int:link>", tickets.why, name="ticket_why"),
    *files(About.TICKET, TICKET, "ticket", customer_person(*EVERY_CLIENT), get_ticket),
    *paths_of(PORTAL, VERBS, customer_person, ticket_page),
    *search,
    *contracts,
    *customers,
    *people.portal,
    *monitors,
    *months,
    *claims,
    *disputes,
    *availability,
    *corrections,
]
