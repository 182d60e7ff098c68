"""When each look of a sealed day came."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("monitoring", "0033_pings_of_one_lost")]
    operations = [migrations.AddField("dayoflooks", "receipts", models.BinaryField(null=True))]
