"""What somebody typed is read by that person and the engine; and a second step begins only for who is signed in."""

from django.db import migrations

from gwarant.database.rls import ENGINE, protect

NOBODY = "COALESCE(current_setting('gwarant.scope', true), '') = ''"  # codes are used up while signing in
OWN = "user_id IS NOT DISTINCT FROM gwarant_user()"


class Migration(migrations.Migration):
    dependencies = [("accounts", "0008_own_secrets")]
    operations = [
        protect("accounts_keptform", f"{ENGINE} OR person_id = gwarant_user()"),
        migrations.RunSQL(
            f"ALTER POLICY mfa_authenticator_adds ON mfa_authenticator WITH CHECK ({ENGINE} OR {OWN})",
            f"ALTER POLICY mfa_authenticator_adds ON mfa_authenticator WITH CHECK ({ENGINE} OR {NOBODY} OR {OWN})",
        ),
    ]
