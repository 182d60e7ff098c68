"""Looks that somebody waits for, from a place: with their settings sealed, for the engine alone, and removed soon."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from gwarant.database.rls import ENGINE, protect_apart

CASCADE = django.db.models.deletion.CASCADE


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("monitoring", "0031_sources_tell"),
    ]
    operations = [
        migrations.CreateModel(
            name="Trial",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20)),
                ("timeout", models.PositiveIntegerField()),
                ("name", models.CharField(max_length=40)),
                ("sealed", models.BinaryField()),
                ("asked_at", models.DateTimeField()),
                ("answer", models.BinaryField(default=b"")),
                ("asked_by", models.ForeignKey(on_delete=CASCADE, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("place", models.ForeignKey(on_delete=CASCADE, related_name="+", to="monitoring.place")),
                ("prober", models.ForeignKey(null=True, on_delete=CASCADE, related_name="+", to="monitoring.prober")),
            ],
            options={
                "indexes": [models.Index(condition=models.Q(("prober", None)), fields=["place"], name="trial_waits")]
            },
        ),
        protect_apart("monitoring_trial", ENGINE, ENGINE, ENGINE),
    ]
