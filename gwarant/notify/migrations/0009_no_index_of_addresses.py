"""A report that a mail came back names the delivery: nothing looks deliveries up by address any more."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("notify", "0008_failure")]
    operations = [migrations.RemoveIndex("delivery", "delivery_address")]
