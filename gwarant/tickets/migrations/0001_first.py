"""The first tables of the app, and who sees which of their rows."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from gwarant.database.rls import INSIDE, append_only, protect


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("database", "0001_scope_functions"),
        ("contracts", "0001_first"),
        ("customers", "0001_first"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Ticket",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=24, unique=True)),
                ("title", models.CharField(max_length=200)),
                ("class_id", models.CharField(blank=True, max_length=40)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("new", "New"),
                            ("open", "Open"),
                            ("waiting", "Waiting"),
                            ("resolved", "Resolved"),
                            ("closed", "Closed"),
                        ],
                        default="new",
                        max_length=8,
                    ),
                ),
                ("channel", models.CharField(default="portal", max_length=20)),
                ("reported_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("events_count", models.PositiveIntegerField(default=0)),
                ("due_at", models.DateTimeField(null=True)),
                ("closes_at", models.DateTimeField(null=True)),
                (
                    "assignee",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assigned",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tickets", to="customers.customer"
                    ),
                ),
                (
                    "reporter",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reported",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tickets",
                        to="customers.service",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tickets",
                        to="contracts.contractversion",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ClockNotice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("clock", models.CharField(max_length=40)),
                ("cycle", models.PositiveSmallIntegerField()),
                ("link", models.PositiveSmallIntegerField()),
                ("percent", models.PositiveSmallIntegerField()),
                ("step", models.PositiveSmallIntegerField(default=0)),
                ("fell_at", models.DateTimeField()),
                ("told_at", models.DateTimeField()),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="customers.customer"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="contracts.contractversion"
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="notices", to="tickets.ticket"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TicketClock",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("clock", models.CharField(max_length=40)),
                ("class_id", models.CharField(max_length=40)),
                ("cycle", models.PositiveSmallIntegerField()),
                ("link", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[("running", "running"), ("paused", "paused"), ("stopped", "stopped")], max_length=8
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("met", "met"),
                            ("breached", "breached"),
                            ("pending", "pending"),
                            ("excluded", "excluded"),
                            ("not_reached", "not_reached"),
                        ],
                        max_length=12,
                    ),
                ),
                ("target", models.PositiveIntegerField()),
                ("used", models.PositiveIntegerField()),
                ("started_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("stopped_at", models.DateTimeField(null=True)),
                ("read_at", models.DateTimeField()),
                ("acts_at", models.DateTimeField(null=True)),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="customers.customer"
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="clocks", to="tickets.ticket"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="contracts.contractversion"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TicketEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.CharField(max_length=60, unique=True)),
                ("number", models.PositiveIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("reported", "reported"),
                            ("replied", "replied"),
                            ("called", "called"),
                            ("noted", "noted"),
                            ("acknowledged", "acknowledged"),
                            ("classified", "classified"),
                            ("asked", "asked"),
                            ("attempted", "attempted"),
                            ("paused", "paused"),
                            ("pause_decided", "pause_decided"),
                            ("resumed", "resumed"),
                            ("work_started", "work_started"),
                            ("diagnosed", "diagnosed"),
                            ("quoted", "quoted"),
                            ("restored", "restored"),
                            ("restoration_failed", "restoration_failed"),
                            ("delivered", "delivered"),
                            ("accepted", "accepted"),
                            ("rejected", "rejected"),
                            ("resolved", "resolved"),
                            ("closed", "closed"),
                            ("reopened", "reopened"),
                            ("merged", "merged"),
                        ],
                        max_length=20,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("received_at", models.DateTimeField()),
                (
                    "by",
                    models.CharField(
                        choices=[("customer", "customer"), ("provider", "provider"), ("system", "system")], max_length=8
                    ),
                ),
                ("channel", models.CharField(blank=True, max_length=20)),
                ("automatic", models.BooleanField(default=False)),
                ("class_id", models.CharField(blank=True, max_length=40)),
                ("service_key", models.CharField(blank=True, max_length=40)),
                ("reason", models.CharField(blank=True, max_length=80)),
                ("ref", models.CharField(blank=True, max_length=500)),
                ("approved", models.BooleanField(null=True)),
                ("down", models.BooleanField(default=False)),
                ("key", models.CharField(max_length=60, null=True, unique=True)),
                (
                    "actor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="customers.customer"
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="events", to="tickets.ticket"
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_public", models.BooleanField()),
                ("body", models.TextField()),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="customers.customer"
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="messages", to="tickets.ticket"
                    ),
                ),
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="message", to="tickets.ticketevent"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(fields=["customer", "-reported_at"], name="ticket_customer"),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(("status", "closed"), _negated=True), fields=["due_at"], name="ticket_due"
            ),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(condition=models.Q(("status", "resolved")), fields=["closes_at"], name="ticket_closes"),
        ),
        migrations.AddConstraint(
            model_name="clocknotice",
            constraint=models.UniqueConstraint(
                fields=("ticket", "clock", "cycle", "link", "percent", "step", "version"), name="one_notice_a_threshold"
            ),
        ),
        migrations.AddIndex(
            model_name="ticketclock",
            index=models.Index(condition=models.Q(("acts_at__isnull", False)), fields=["acts_at"], name="clock_acts"),
        ),
        migrations.AddConstraint(
            model_name="ticketclock",
            constraint=models.UniqueConstraint(fields=("ticket", "clock", "cycle", "link"), name="one_reading"),
        ),
        migrations.AddConstraint(
            model_name="ticketevent",
            constraint=models.UniqueConstraint(fields=("ticket", "number"), name="event_number"),
        ),
        protect("tickets_ticket"),
        protect("tickets_ticketevent"),
        protect("tickets_message", "gwarant_inside() OR (is_public AND gwarant_sees(customer_id))"),
        protect("tickets_ticketclock"),
        protect("tickets_clocknotice", writes=INSIDE),
        append_only("tickets_ticketevent"),
        append_only("tickets_message"),
        append_only("tickets_clocknotice"),
    ]
