"""Of a customer's rows the newest and the rare ones are found without reading all of them."""

from django.db import migrations, models

COMMON = ("ticket", "time", "file", "sealed", "statement")


class Migration(migrations.Migration):
    dependencies = [("ledger", "0009_known_kinds")]

    operations = [
        migrations.AddIndex("row", models.Index(fields=["customer", "id"], name="row_customer_id")),
        migrations.AddIndex(
            "row",
            models.Index(fields=["customer"], condition=~models.Q(type__in=COMMON), name="row_customer_rare"),
        ),
    ]
