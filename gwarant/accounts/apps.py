"""The accounts app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "gwarant.accounts"
    label = "accounts"
