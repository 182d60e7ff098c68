from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Files that people send, and what they belong to."""

    name = "gwarant.files"
