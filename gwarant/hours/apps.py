"""The hours app."""

from django.apps import AppConfig


class HoursConfig(AppConfig):
    name = "gwarant.hours"
    label = "hours"
