"""Attempts are counted for each account, and everybody who is here already has a verified address.

All of them came by an invitation that was sent there, or were made at the console.
"""

from django.db import migrations, models

VERIFIED = """
UPDATE account_emailaddress a SET verified = true, "primary" = true
FROM accounts_user u WHERE u.id = a.user_id AND lower(u.email) = lower(a.email);
INSERT INTO account_emailaddress (email, verified, "primary", user_id)
SELECT lower(u.email), true, true, u.id FROM accounts_user u
WHERE NOT EXISTS (SELECT 1 FROM account_emailaddress a WHERE a.user_id = u.id);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_write_once"),
        ("account", "0009_emailaddress_unique_primary_email"),
    ]

    operations = [
        migrations.CreateModel(
            name="Attempt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("what", models.CharField(max_length=12)),
                ("key", models.CharField(max_length=64)),
                ("browser", models.CharField(blank=True, max_length=64)),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["what", "key", "at"], name="attempt_key")],
            },
        ),
        migrations.RunSQL(VERIFIED, migrations.RunSQL.noop),
    ]
