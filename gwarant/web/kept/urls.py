"""The address of what was typed too late."""

from django.urls import URLPattern, path

from gwarant.web.kept import views

plain: list[URLPattern] = [path("kept", views.kept, name="kept")]
