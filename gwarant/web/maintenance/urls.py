"""The addresses of maintenance, below /desk/."""

from django.urls import URLPattern, path

from gwarant.web.maintenance import views

desk: list[URLPattern] = [
    path("maintenance", views.maintenance, name="maintenance"),
    path("maintenance/new", views.new, name="maintenance_new"),
    path("maintenance/<int:pk>/withdrawal", views.withdrawal, name="maintenance_withdrawal"),
]
