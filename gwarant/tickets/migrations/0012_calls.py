"""A call says who of the customer was spoken with, and who rang."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tickets", "0011_kinds_without_choices")]
    operations = [
        migrations.AddField(
            model_name="ticketevent", name="contact", field=models.CharField(blank=True, max_length=40)
        ),
        migrations.AddField(
            model_name="ticketevent",
            name="incoming",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="message",
            name="contact",
            field=models.CharField(blank=True, db_default="", max_length=120),
        ),
    ]
