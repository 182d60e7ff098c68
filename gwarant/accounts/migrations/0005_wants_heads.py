"""Who wants the heads of the evidence by mail each day."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_kept_form")]
    operations = [migrations.AddField("user", "wants_heads", models.BooleanField(default=False, db_default=False))]
