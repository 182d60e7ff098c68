"""Authors and reporters known by an address are rows of their own; no release had a way to write the former column."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contracts", "0004_discarded"),
        ("customers", "0004_correspondents"),
        ("tickets", "0009_authors_and_people"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveField(
            model_name="ticketevent",
            name="address",
        ),
        migrations.AddField(
            model_name="ticket",
            name="correspondent",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reported",
                to="customers.correspondent",
            ),
        ),
        migrations.AddField(
            model_name="ticketevent",
            name="correspondent",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="customers.correspondent",
            ),
        ),
        migrations.AlterField(
            model_name="ticketevent",
            name="kind",
            field=models.CharField(
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
                    ("adopted", "adopted"),
                    ("moved", "moved"),
                    ("assigned", "assigned"),
                    ("left", "left"),
                    ("recognised", "recognised"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddConstraint(
            model_name="ticket",
            constraint=models.CheckConstraint(
                condition=models.Q(("reporter", None), ("correspondent", None), _connector="OR"),
                name="one_who_reported",
            ),
        ),
    ]
