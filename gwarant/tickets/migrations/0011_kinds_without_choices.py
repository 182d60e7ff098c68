"""The kinds of events stand in the code alone: a further one needs no migration."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tickets", "0010_correspondents")]

    operations = [migrations.AlterField("ticketevent", "kind", models.CharField(max_length=20))]
