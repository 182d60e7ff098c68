"""A notice names a person or an address alone, never both; what holds a personal link says so.

Until now every notice without a person held such a link, and only its delivery knew the address.
"""

from django.db import migrations, models

from gwarant.database.rls import unguard, write_once

ONCE = ("key", "user_id", "customer_id", "kind", "code", "about", "ref", "facts", "created_at")
NAME = """
UPDATE notify_notice n SET address = d.address, language = d.language, is_personal = true
FROM notify_delivery d WHERE d.notice_id = n.id AND n.user_id IS NULL;
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
"""
ONE_RECIPIENT = models.Q(("address", ""), ("is_personal", False), ("language", ""), ("user__isnull", False)) | (
    models.Q(("user", None)) & ~models.Q(("address", "")) & ~models.Q(("language", ""))
)


class Migration(migrations.Migration):
    dependencies = [("notify", "0003_reach")]

    operations = [
        migrations.AddField("notice", "address", models.EmailField(blank=True, default="", max_length=254)),
        migrations.AddField("notice", "language", models.CharField(blank=True, default="", max_length=2)),
        migrations.AddField("notice", "is_personal", models.BooleanField(default=False)),
        unguard("notify_notice", *ONCE),
        migrations.RunSQL(NAME, migrations.RunSQL.noop),
        write_once("notify_notice", *ONCE, "address", "language", "is_personal"),
        migrations.AddConstraint("notice", models.CheckConstraint(condition=ONE_RECIPIENT, name="notice_names_one")),
    ]
