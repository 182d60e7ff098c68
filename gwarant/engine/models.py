"""Signs of life of the engine."""

from django.db import models


class Heartbeat(models.Model):
    """When an engine last went round, and what it did; one row an engine."""

    name = models.CharField(max_length=120, primary_key=True)
    at = models.DateTimeField()
    done = models.JSONField(default=dict)  # sweep → rows acted on since the start
    failed = models.JSONField(default=dict)  # sweep → rows pushed back since the start
