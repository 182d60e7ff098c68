"""Every route of the product."""

from django.urls import include, path

urlpatterns = [
    path("", include("gwarant.web.urls")),
    path("accounts/", include("gwarant.web.people.allauth_urls")),
]
handler400 = "gwarant.web.errors.bad_request"
handler403 = "gwarant.web.errors.forbidden"
handler404 = "gwarant.web.errors.not_found"
handler500 = "gwarant.web.errors.server_error"
