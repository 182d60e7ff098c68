"""What months hand to the running one is kept beside its figures."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reports", "0012_heads_by_mail")]

    operations = [migrations.AddField("running", "handed", models.BinaryField(null=True))]
