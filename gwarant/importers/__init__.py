"""Importers: what other tools export, to evidence. One more of a kind is one more file and one more line here."""

from gwarant.importers import csv_map, jira, nagios, servicenow, status_log, zammad
from gwarant.importers.imported import Imported, Importer

IMPORTERS: dict[str, Importer] = {
    "servicenow": servicenow.IMPORTER,
    "jira": jira.IMPORTER,
    "zammad": zammad.IMPORTER,
    "status-log": status_log.IMPORTER,
    "nagios": nagios.IMPORTER,
    "csv": csv_map.IMPORTER,
}

__all__ = ["IMPORTERS", "Imported", "Importer"]
