"""The web app."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "gwarant.web"
    label = "web"
