"""Messages are read in turns, so that what costs much delays nothing that costs little."""

from django.db import migrations, models

KINDS = ["address", "domain", "door", "answers", "reading"]


class Migration(migrations.Migration):
    dependencies = [("intake", "0007_message_id")]

    operations = [
        migrations.AddField("rawmail", "turn_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "rawmail", "turn_of", models.CharField(blank=True, db_default="", default="", max_length=64)
        ),
        migrations.AddIndex(
            "rawmail",
            models.Index(condition=models.Q(due_at__isnull=False), fields=["turn_of"], name="mail_turn_of"),
        ),
        *(
            migrations.AlterField(
                model,
                "kind",
                models.CharField(choices=[(one, one.title()) for one in KINDS], max_length=10),
            )
            for model in ("bucket", "flood")
        ),
    ]
