"""The product's pages."""

from django.urls import URLPattern, URLResolver, include, path

from gwarant.web.files import urls as files
from gwarant.web.kept import urls as kept
from gwarant.web.messages import urls as messages
from gwarant.web.people import urls as people
from gwarant.web.tickets import stopping

urlpatterns: list[URLPattern | URLResolver] = [
    *people.plain,
    *messages.plain,
    *kept.plain,
    *files.plain,
    path("following/<str:token>", stopping.stop, name="stop_following"),
    path("", include("gwarant.web.health.urls")),
    path("", include("gwarant.web.probers.urls")),
    path("", include("gwarant.web.pings.urls")),
    path("", include("gwarant.web.reported.urls")),
    path("desk/", include("gwarant.web.desk.urls")),
    path("portal/", include("gwarant.web.portal.urls")),
]
