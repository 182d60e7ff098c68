"""The desk: what the house works with."""

from django.urls import URLPattern, URLResolver, path

from gwarant.files.models import About
from gwarant.web.access import EVERYBODY_INSIDE, get_ticket, staff
from gwarant.web.availability.urls import desk as availability
from gwarant.web.claims.urls import desk as claims
from gwarant.web.contracts.urls import desk as contracts
from gwarant.web.corrections.urls import desk as corrections
from gwarant.web.customers.urls import desk as customers
from gwarant.web.desk.page import ticket_page
from gwarant.web.desk.verbs import VERBS
from gwarant.web.desk.views import due, tickets
from gwarant.web.disputes.urls import desk as disputes
from gwarant.web.files.urls import desk as erasing
from gwarant.web.files.views import paths_of as files
from gwarant.web.hours.urls import desk as hours
from gwarant.web.mail import urls as mail
from gwarant.web.maintenance.urls import desk as maintenance
from gwarant.web.messages import urls as messages
from gwarant.web.monitors.urls import desk as monitors
from gwarant.web.months.urls import desk as months
from gwarant.web.people import urls as people
from gwarant.web.search.urls import desk as search
from gwarant.web.tickets.doing import DESK, paths_of

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
    *files(About.TICKET, TICKET, "ticket", staff(*EVERYBODY_INSIDE), get_ticket),
    *paths_of(DESK, VERBS, staff, ticket_page),
    *erasing,
    *search,
    *customers,
    *contracts,
    *people.desk,
    *messages.desk,
    *mail.desk,
    *monitors,
    *maintenance,
    *corrections,
    *months,
    *claims,
    *disputes,
    *availability,
    *hours,
]
