"""Which job proves which duty, and the proofs. Loaded by `gwarant.monitoring.models`."""

from django.db import models

from gwarant.accounts.models import User
from gwarant.contracts.models import Contract
from gwarant.customers.models import Customer
from gwarant.sla.evidence.model import ProofState


class Tie(models.Model):
    """A job whose success shows that a duty of a contract was done, and how far what it told was read."""

    monitor = models.OneToOneField("monitoring.Monitor", models.PROTECT, related_name="tie")
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    contract = models.ForeignKey(Contract, models.PROTECT, related_name="+")
    duty = models.CharField(max_length=60)  # its id in the wordings
    since = models.DateTimeField()  # what was told before shows nothing
    read_at = models.DateTimeField()  # when the last ping came that was read, and its number
    read = models.BigIntegerField(default=0)
    gaps_to = models.DateTimeField()  # until when it is known when we could not hear
    passed = models.BigIntegerField(null=True)  # the beginning of the slot (UTC seconds) that was last shown to be done
    told = models.BigIntegerField(null=True)  # of the one of which something else was last told

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contract", "duty"], name="one_job_of_a_duty")]

    def __str__(self) -> str:
        return f"{self.contract} {self.duty}"


class Proof(models.Model):
    """What shows whether a duty was done: the same row stands in the ledger. Append-only."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    contract = models.ForeignKey(Contract, models.PROTECT, related_name="proofs")
    duty = models.CharField(max_length=60)
    at = models.DateTimeField()
    received_at = models.DateTimeField()
    state = models.CharField(max_length=15, choices=[(one.value, one.value) for one in ProofState])
    slot_at = models.DateTimeField(null=True)  # lies in the slot that it is for, where that is not the one of `at`
    monitor = models.ForeignKey("monitoring.Monitor", models.PROTECT, null=True, related_name="proofs")
    person = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    text = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["contract", "-at"], name="proof_of_contract")]

    def __str__(self) -> str:
        return f"{self.duty} {self.at} {self.state}"

    @property
    def uid(self) -> str:
        """The id of its row of evidence."""
        return f"{self.customer.key}:p{self.pk}"
