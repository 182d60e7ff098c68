"""The app of tickets."""

from django.apps import AppConfig
from django.conf import settings

from gwarant.wordforms import dictionary


class TicketsConfig(AppConfig):
    name = "gwarant.tickets"
    label = "tickets"

    def ready(self) -> None:
        """Tickets are found by the basic forms of words, whose file lies where the settings say."""
        dictionary.use(settings.WORDS_DIRS)
