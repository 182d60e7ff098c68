"""The intake app."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "gwarant.intake"
    label = "intake"
