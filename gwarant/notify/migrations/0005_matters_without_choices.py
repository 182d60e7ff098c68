"""What notices are about stands in the code alone: a further kind of matter needs no migration."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notify", "0004_recipients")]

    operations = [migrations.AlterField("notice", "about", models.CharField(max_length=10))]
