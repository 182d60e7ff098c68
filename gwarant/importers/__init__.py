"""Importers: what other tools export, to evidence. One more of a kind is one more file and one more line here."""

from gwarant.importers import csv_map, jira, servicenow, status_log, zammad
from gwarant.importers.imported import Imported, Importer

IMPORTERS: dict[str, Importer] = {
    "servicenow": servicenow.run,
    "jira": jira.run,
    "zammad": zammad.run,
    "status-log": status_log.run,
    "csv": csv_map.run,
}

__all__ = ["IMPORTERS", "Imported", "Importer"]
