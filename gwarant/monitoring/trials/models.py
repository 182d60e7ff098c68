"""Trials that somebody waits for; they are removed within the hour."""

from django.db import models

from gwarant.accounts.models import User


class Trial(models.Model):
    """One look that a prober of the place is asked for; its settings are sealed, for secrets may be among them."""

    place = models.ForeignKey("monitoring.Place", models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    timeout = models.PositiveIntegerField()  # milliseconds
    name = models.CharField(max_length=40)  # under which the settings are sealed
    sealed = models.BinaryField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, models.CASCADE, related_name="+")
    prober = models.ForeignKey("monitoring.Prober", models.CASCADE, null=True, related_name="+")  # who looks
    answer = models.BinaryField(default=b"")  # what it found, packed

    class Meta:
        indexes = [models.Index(fields=["place"], condition=models.Q(prober=None), name="trial_waits")]

    def __str__(self) -> str:
        return f"{self.kind} from {self.place}"
