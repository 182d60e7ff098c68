"""Signs of life of the engine, and what it found."""

from django.db import models


class Heartbeat(models.Model):
    """When an engine last went round, and what it did; one row an engine."""

    name = models.CharField(max_length=120, primary_key=True)
    at = models.DateTimeField()
    done = models.JSONField(default=dict)  # sweep → rows acted on since the start
    failed = models.JSONField(default=dict)  # sweep → rows pushed back since the start
    rounds = models.JSONField(default=dict, db_default={})  # sweep → when it last came to its end


class LedgerCheck(models.Model):
    """A verification of the whole ledger: how many problems it found, and the first of them. Append-only."""

    at = models.DateTimeField()
    rows = models.PositiveBigIntegerField()
    problems = models.PositiveIntegerField()
    told = models.JSONField(default=list)
