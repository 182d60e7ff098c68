"""The database's own migrations: the functions that row-level security asks."""

from django.apps import AppConfig


class DatabaseConfig(AppConfig):
    name = "gwarant.database"
    label = "database"
