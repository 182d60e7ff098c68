"""Who must have a second step, and how a lost one is taken away."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from gwarant.database.rls import kept

PERSON = {"on_delete": django.db.models.deletion.PROTECT, "related_name": "+", "to": settings.AUTH_USER_MODEL}
WHO = [("nobody", "Nobody"), ("leaders", "Leaders"), ("house", "House"), ("everybody", "Everybody")]


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_wants_heads")]

    operations = [
        migrations.AddField(
            model_name="company",
            name="second_step",
            field=models.CharField(choices=WHO, default="leaders", max_length=10),
        ),
        migrations.CreateModel(
            name="Rescue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("asked_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(null=True)),
                ("person", models.ForeignKey(**PERSON)),
                ("asked_by", models.ForeignKey(null=True, **PERSON)),
                ("agreed_by", models.ForeignKey(null=True, **PERSON)),
            ],
        ),
        kept("accounts_rescue"),
    ]
