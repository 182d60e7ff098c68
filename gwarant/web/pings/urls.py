"""Where jobs tell of themselves."""

from django.urls import path

from gwarant.web.pings import views

urlpatterns = [path("ping/<path:asked>", views.ping, name="ping")]
