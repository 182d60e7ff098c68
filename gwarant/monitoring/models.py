"""What is looked at, from where, by whom, and what was seen. Moments of looks are UTC in milliseconds."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from gwarant.accounts.models import User
from gwarant.customers.models import Customer, Service
from gwarant.monitoring.beats.models import PingAddress as PingAddress
from gwarant.monitoring.called import called
from gwarant.monitoring.corrections.models import Correction as Correction
from gwarant.monitoring.corrections.models import CorrectionStep as CorrectionStep
from gwarant.monitoring.maintenance.models import Maintenance as Maintenance
from gwarant.monitoring.maintenance.models import MaintenanceChange as MaintenanceChange
from gwarant.monitoring.objections.models import Objection as Objection
from gwarant.monitoring.objections.models import ObjectionAnswer as ObjectionAnswer
from gwarant.monitoring.outages.models import Need as Need
from gwarant.monitoring.outages.models import Outage as Outage
from gwarant.monitoring.outages.models import Watch as Watch
from gwarant.monitoring.proving.models import Proof as Proof
from gwarant.monitoring.proving.models import Tie as Tie
from gwarant.monitoring.trials.models import Trial as Trial
from gwarant.sla.evidence.model import State

RING = 4  # partitions of the looks that are not sealed yet: two days, the one that is sealed, and one to spare
DAY = 86_400_000  # milliseconds


class Place(models.Model):
    """Where probers stand, under the name that contracts use. One of a customer stands in its network, for it alone."""

    key = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    customer = models.ForeignKey(Customer, models.PROTECT, null=True, related_name="+")
    references = ArrayField(models.CharField(max_length=260), default=list)  # host:port of what is nearly always there
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name

    @property
    def called(self) -> str:
        """Its name for whoever reads it."""
        return called(self.key, self.name)


class Enrolment(models.Model):
    """A code by which one prober may make itself known, once; its SHA-256 is kept."""

    place = models.ForeignKey(Place, models.PROTECT, related_name="enrolments")
    code = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.place}: {self.expires_at}"


class Prober(models.Model):
    """A program at a place that looks. It signs with its own key, of which we have the public half."""

    place = models.ForeignKey(Place, models.PROTECT, related_name="probers")
    key = models.BinaryField(max_length=32, unique=True)
    version = models.CharField(max_length=40, blank=True)
    enrolled_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)
    clock_off = models.BigIntegerField(null=True)  # milliseconds that its clock was behind ours when it last asked
    lost = models.BigIntegerField(default=0)  # looks that it saw and could not keep, in all its life
    lost_at = models.DateTimeField(null=True)  # when it last told of more
    run_at = models.BigIntegerField(default=0)  # milliseconds: when its process began, and what that had lost
    run_lost = models.BigIntegerField(default=0)
    fails_since = models.DateTimeField(null=True)  # since when nearly all that it looks at fails
    fails_told_at = models.DateTimeField(null=True)  # when the house was told of that, and that it is silent
    silence_told_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.place} {self.pk}"


class MonitorQuerySet(models.QuerySet["Monitor"]):
    def kept(self) -> "MonitorQuerySet":
        """Those that were not retired."""
        return self.filter(retired_at=None)

    def watched_from(self, place: Place) -> "MonitorQuerySet":
        """Those that are looked at from there now."""
        found = self.filter(is_active=True, places=place)
        return found.filter(customer=place.customer_id) if place.customer_id else found


class Monitor(models.Model):
    """One thing that is looked at for a service. `settings` as the kind of check reads them; secret ones are sealed."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="monitors")
    service = models.ForeignKey(Service, models.PROTECT, related_name="monitors")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20)
    settings = models.JSONField()
    sealed = models.BinaryField(blank=True)
    every = models.PositiveIntegerField()  # milliseconds
    timeout = models.PositiveIntegerField()
    places = models.ManyToManyField(Place, related_name="monitors")
    is_active = models.BooleanField(default=True)
    counts = models.BooleanField(default=False)  # whether promises of the service are judged by it
    counts_at = models.DateTimeField(null=True)  # since when it does, or until when it did
    revision = models.PositiveIntegerField(default=0)  # grows with every change
    asks_at = models.DateTimeField(null=True)  # from when on it asks what it asks; None: from before this was kept
    up_at = models.DateTimeField(null=True)  # when it was first seen up since then
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)  # looked at no more; what was seen stays
    changed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = MonitorQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["customer", "name"], condition=Q(retired_at=None), name="monitor_named"),
            models.UniqueConstraint(fields=["service"], condition=Q(counts=True), name="monitor_counts"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def was_never_up(self) -> bool:
        """Whether nobody has seen it up since it was made, or since what it asks was changed: it may ask wrongly."""
        return self.asks_at is not None and self.up_at is None


class Share(models.Model):
    """A part of a place's monitors, and which prober looks at it until when. The token grows with each new holder."""

    place = models.ForeignKey(Place, models.PROTECT, related_name="shares")
    number = models.PositiveSmallIntegerField()
    prober = models.ForeignKey(Prober, models.PROTECT, null=True, related_name="shares")
    token = models.BigIntegerField(default=0)
    ends = ArrayField(models.BigIntegerField(), default=list)  # milliseconds: when the former leases ended, last last
    holders = ArrayField(models.BigIntegerField(), default=list)  # the prober of each lease, the present one last
    until = models.BigIntegerField(default=0)
    free = models.BigIntegerField(default=0)  # milliseconds: since when nobody knew it theirs; 0: its holder does

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "number"], name="share_number")]

    def __str__(self) -> str:
        return f"{self.place} {self.number}"


class SeenLook(models.Model):
    """One look of a monitor from a place, until its day is sealed.

    `slot` is a moment of the grid, or one between two for an extra look. The table is a ring of partitions by day.
    """

    pk = models.CompositePrimaryKey("monitor_id", "place_id", "slot", "ring")
    monitor = models.ForeignKey(Monitor, models.PROTECT, db_constraint=False, db_index=False, related_name="+")
    place = models.ForeignKey(Place, models.PROTECT, db_constraint=False, db_index=False, related_name="+")
    slot = models.BigIntegerField()
    ring = models.SmallIntegerField()  # the partition: the number of the slot's day, modulo RING
    customer = models.ForeignKey(Customer, models.PROTECT, db_constraint=False, related_name="+", db_index=False)
    late = models.IntegerField()  # milliseconds from the slot to the beginning
    received = models.BigIntegerField()
    every = models.IntegerField()  # milliseconds from slot to slot, and of the timeout, as they were then
    timeout = models.IntegerField()
    state = models.CharField(max_length=8, choices=[(one.value, one.value) for one in State])
    is_extra = models.BooleanField()
    counts = models.BooleanField()  # whether the monitor counted then
    code = models.CharField(max_length=20)
    phases = ArrayField(models.BigIntegerField(), size=5)  # microseconds, in the order of the prober's `Phases`
    address = models.CharField(max_length=45)
    certificate = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.monitor_id} {self.slot} {self.state}"


class DayOfLooks(models.Model):
    """The looks of a monitor from a place that began on a day (UTC), sealed: `packed` as in the evidence format.

    What came late makes a further block of the day, with the moment from which it was known. Append-only.
    """

    monitor = models.ForeignKey(Monitor, models.PROTECT, related_name="+")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    day = models.DateField()
    number = models.PositiveIntegerField()  # from 0, in the order in which the blocks of the day were sealed
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    known = models.BigIntegerField(null=True)  # None: each look was known when it began
    counts = models.BooleanField()
    up = models.PositiveIntegerField()
    degraded = models.PositiveIntegerField()
    down = models.PositiveIntegerField()
    unknown = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    packed = models.BinaryField()
    receipts = models.BinaryField(null=True)  # when each of them came (`sla.evidence.receipts`); None: not kept then
    sealed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["monitor", "place", "day", "number"], name="looks_of_day")]

    def __str__(self) -> str:
        return f"{self.monitor_id} {self.day} {self.number}"

    @property
    def looks(self) -> int:
        return self.up + self.degraded + self.down + self.unknown


class Stretch(models.Model):
    """How a monitor stood from a place over `[start, end)`; time between stretches is unknown.

    A cache of sealed looks for pages, cut at the ends of days (UTC); months are judged from the looks.
    """

    monitor = models.ForeignKey(Monitor, models.PROTECT, db_index=False, related_name="stretches")
    place = models.ForeignKey(Place, models.PROTECT, db_index=False, related_name="+")
    customer = models.ForeignKey(Customer, models.PROTECT, db_index=False, related_name="+")
    state = models.CharField(max_length=8)
    start = models.BigIntegerField()
    end = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["monitor", "place", "start"], name="stretch_start")]

    def __str__(self) -> str:
        return f"{self.monitor_id} {self.state}"


class Latency(models.Model):
    """How long answers of a sealed day took, by the hour, in the buckets of `sla.latency`. A cache for pages."""

    monitor = models.ForeignKey(Monitor, models.PROTECT, db_index=False, related_name="latencies")
    place = models.ForeignKey(Place, models.PROTECT, db_index=False, related_name="+")
    customer = models.ForeignKey(Customer, models.PROTECT, db_index=False, related_name="+")
    day = models.DateField()
    counts = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["monitor", "place", "day"], name="latency_day")]

    def __str__(self) -> str:
        return f"{self.monitor_id} {self.day}"


class Turn(models.Model):
    """A look whose state was another than the one before it, with what a block does not hold. Append-only."""

    monitor = models.ForeignKey(Monitor, models.PROTECT, db_index=False, related_name="turns")
    place = models.ForeignKey(Place, models.PROTECT, db_index=False, related_name="+")
    customer = models.ForeignKey(Customer, models.PROTECT, db_index=False, related_name="+")
    slot = models.BigIntegerField()
    state = models.CharField(max_length=8)
    code = models.CharField(max_length=20)
    said = models.CharField(max_length=400, blank=True)
    address = models.CharField(max_length=45, blank=True)
    certificate = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["monitor", "place", "slot"], name="turn_slot")]

    def __str__(self) -> str:
        return f"{self.monitor_id} {self.slot} {self.state}"


class Shown(models.Model):
    """A certificate that looks of a customer were shown; moments in UTC seconds.

    What it says is told by the prober: one in a customer's network is believed about that customer alone.
    """

    customer = models.ForeignKey(Customer, models.PROTECT, db_index=False, related_name="+")
    print = models.CharField(max_length=64)
    begins = models.BigIntegerField()
    ends = models.BigIntegerField()
    subject = models.CharField(max_length=200)
    issuer = models.CharField(max_length=200)
    first_at = models.BigIntegerField()
    warns_at = models.DateTimeField(null=True)  # when people are told next that it ends

    class Meta:
        constraints = [models.UniqueConstraint(fields=["customer", "print"], name="certificate_shown")]
        indexes = [models.Index(fields=["warns_at"], condition=Q(warns_at__isnull=False), name="certificate_warns")]

    def __str__(self) -> str:
        return self.subject


class Standing(models.Model):
    """How a monitor stands from a place: the last look, and since when its state is so. A cache of the looks."""

    monitor = models.ForeignKey(Monitor, models.PROTECT, related_name="standings")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    slot = models.BigIntegerField()
    state = models.CharField(max_length=8)
    code = models.CharField(max_length=20)
    since = models.BigIntegerField()
    said = models.CharField(max_length=400, blank=True)
    certificate = models.CharField(max_length=64, blank=True)
    total = models.BigIntegerField()  # microseconds

    class Meta:
        constraints = [models.UniqueConstraint(fields=["monitor", "place"], name="standing_place")]
        indexes = [models.Index(fields=["since"], condition=Q(state="down"), name="standing_down")]

    def __str__(self) -> str:
        return f"{self.monitor_id} {self.state}"
