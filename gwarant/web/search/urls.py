"""The search's addresses, below /desk/ and below /portal/."""

from django.urls import path

from gwarant.web.search import views

desk = [path("search", views.desk, name="search")]
portal = [path("search", views.portal, name="search")]
