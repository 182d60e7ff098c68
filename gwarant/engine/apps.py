"""The engine app."""

from django.apps import AppConfig


class EngineConfig(AppConfig):
    name = "gwarant.engine"
    label = "engine"
