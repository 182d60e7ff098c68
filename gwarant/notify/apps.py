"""The notify app."""

from django.apps import AppConfig


class NotifyConfig(AppConfig):
    name = "gwarant.notify"
    label = "notify"
