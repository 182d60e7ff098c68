"""The customers app."""

from django.apps import AppConfig


class CustomersConfig(AppConfig):
    name = "gwarant.customers"
    label = "customers"
