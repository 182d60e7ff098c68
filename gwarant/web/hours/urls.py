"""The addresses of a ticket's hours, below /desk/."""

from django.urls import path

from gwarant.web.hours import views

desk = [
    path("tickets/<str:key>/hours", views.hours, name="ticket_hours"),
    path("tickets/<str:key>/hours/<str:uid>/reversal", views.reversal, name="ticket_hours_reversal"),
]
