"""For other tools alone: each shows a secret of its own, without a session."""

from django.urls import path

from gwarant.web.reported import views

urlpatterns = [
    path("alerts/<slug:source>", views.alerts, name="alerts"),
    path("states/<slug:source>", views.states, name="states"),
]
