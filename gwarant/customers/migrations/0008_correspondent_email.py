"""An index by which the sender of a mail is found among all customers' correspondents."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("customers", "0007_sender")]
    operations = [
        migrations.AddIndex("correspondent", models.Index(fields=["email"], name="correspondent_email")),
    ]
