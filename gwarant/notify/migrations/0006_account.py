"""Accounts by which our mail leaves, where the way out signs in by token."""

from django.db import migrations, models

from gwarant.database.rls import INSIDE, LEADS, protect_apart


class Migration(migrations.Migration):
    dependencies = [("notify", "0005_matters_without_choices")]
    operations = [
        migrations.CreateModel(
            name="Account",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address", models.EmailField(max_length=254, unique=True)),
                ("sealed", models.BinaryField()),
                ("changed_at", models.DateTimeField()),
                ("failure", models.CharField(blank=True, max_length=40)),
                ("said", models.CharField(blank=True, max_length=200)),
                ("failing_since", models.DateTimeField(null=True)),
                ("alarmed_at", models.DateTimeField(null=True)),
            ],
        ),
        protect_apart("notify_account", INSIDE, LEADS, LEADS),
    ]
