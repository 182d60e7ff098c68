"""The keys by which the house seals its reports, one after the other; the newest seals."""

from django.db import models


class SealKey(models.Model):
    """A key of the house. `sealed` is its private half, which opens with `purpose`; empty once another one followed.

    `certificate` is DER, `fingerprint` its SHA-256. It was issued by the key before, where that vouches for it.
    """

    number = models.PositiveIntegerField(unique=True)
    certificate = models.BinaryField()
    fingerprint = models.CharField(max_length=64, unique=True)
    is_vouched_for = models.BooleanField()  # by the key before
    made_at = models.DateTimeField()
    sealed = models.BinaryField()

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"seal {self.number}"

    @property
    def purpose(self) -> str:
        """What the private half was encrypted for."""
        return f"seal key {self.number}"
