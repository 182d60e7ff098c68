"""The evidence ledger: canonical rows as they happened, sealed into a hash chain for each customer."""

from django.db import models

from gwarant.customers.models import Customer

COMMON = ("ticket", "time", "file", "sealed", "statement")  # kinds of which a customer has thousands


class Row(models.Model):
    """One row of evidence. `line` is its canonical JSON, with opaque person ids; append-only.

    `text_hash` is the salted SHA-256 of the text that belongs to it, empty when none does.
    """

    uid = models.CharField(max_length=80, unique=True)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    type = models.CharField(max_length=20)  # as in the evidence format: event, entry, exclusion, …
    subject = models.CharField(max_length=60, blank=True)  # the ticket's number
    at = models.DateTimeField()
    received_at = models.DateTimeField()
    line = models.TextField()
    text_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["customer", "at"], name="row_customer_at"),
            models.Index(fields=["subject"], name="row_subject"),
            models.Index(fields=["customer", "id"], name="row_customer_id"),
            models.Index(fields=["customer"], condition=~models.Q(type__in=COMMON), name="row_customer_rare"),
        ]

    def __str__(self) -> str:
        return self.uid


class Salt(models.Model):
    """The salt of a row's text; deleting it makes the hash meaningless and leaves the chain verifiable."""

    row = models.OneToOneField(Row, models.PROTECT, primary_key=True, related_name="salt")
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    salt = models.CharField(max_length=64)


class Unsealed(models.Model):
    """Rows that wait for the sealing sweep; a row leaves when it is sealed."""

    row = models.OneToOneField(Row, models.PROTECT, primary_key=True, related_name="waiting")
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")


class Block(models.Model):
    """Rows that were sealed together; `head` is the chain's hash after its last row. Append-only."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    rows = models.PositiveIntegerField()
    previous = models.CharField(max_length=64)
    head = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["customer", "number"], name="block_number")]


class Seal(models.Model):
    """A row's place in its customer's chain. Append-only."""

    row = models.OneToOneField(Row, models.PROTECT, primary_key=True, related_name="seal")
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    block = models.ForeignKey(Block, models.PROTECT, related_name="seals")
    position = models.PositiveBigIntegerField()
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["customer", "position"], name="seal_position")]


# the kinds of rows of which the house's book tells: the tables of verification are these
BOOKED = (
    *("mail", "mail_decision", "mail_setting", "mail_address", "mail_domain", "mail_machine", "mail_box"),
    "file",
)


class HouseRow(models.Model):
    """What a row of the house's own tables says from `at` on: `kind` and `number` name it. Append-only.

    `line` holds no name and no word of anybody; of these `text_hash` is the salted hash.
    """

    kind = models.CharField(max_length=20)
    number = models.BigIntegerField()
    at = models.DateTimeField()
    line = models.TextField()
    text_hash = models.CharField(max_length=64)
    salt = models.CharField(max_length=64)

    class Meta:
        indexes = [models.Index(fields=["kind", "number"], name="house_row_of")]
        constraints = [models.CheckConstraint(condition=models.Q(kind__in=BOOKED), name="house_row_of_a_known_kind")]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


class HouseUnsealed(models.Model):
    """Rows of the house's book that wait for the sealing sweep."""

    row = models.OneToOneField(HouseRow, models.PROTECT, primary_key=True, related_name="waiting")


class HouseSeal(models.Model):
    """The place of such a row in the chain of the house. Append-only."""

    row = models.OneToOneField(HouseRow, models.PROTECT, primary_key=True, related_name="seal")
    position = models.PositiveBigIntegerField(unique=True)
    hash = models.CharField(max_length=64)


class Unreadable(models.Model):
    """A row that no reader takes, from a release that wrote rows without reading them back; the rows are the truth.

    It is settled when another row has taken it back, or off the record.
    """

    row = models.OneToOneField(Row, models.PROTECT, primary_key=True, related_name="unreadable")
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    is_settled = models.BooleanField(default=False)
