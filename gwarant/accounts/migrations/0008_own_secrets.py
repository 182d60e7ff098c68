"""A password, an address and a second step are changed by their person, not by anybody else who is signed in."""

from django.db import migrations

from gwarant.database.rls import ENGINE, LEADS, protect_apart

NOBODY = "COALESCE(current_setting('gwarant.scope', true), '') = ''"  # signing in, and links that were mailed
OWN = "user_id IS NOT DISTINCT FROM gwarant_user()"
CREATE = f"""
CREATE FUNCTION gwarant_secret_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.password, NEW.email) IS DISTINCT FROM (OLD.password, OLD.email)
      AND NOT (gwarant_owns(TG_RELID) OR {ENGINE} OR {NOBODY} OR OLD.id IS NOT DISTINCT FROM gwarant_user()) THEN
    PERFORM gwarant_refuse('a password and an address are changed by their person');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER accounts_user_secrets BEFORE UPDATE ON accounts_user
FOR EACH ROW EXECUTE FUNCTION gwarant_secret_stands();
"""
DROP = "DROP TRIGGER accounts_user_secrets ON accounts_user; DROP FUNCTION gwarant_secret_stands();"


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_withdrawn_rescue"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]
    operations = [
        migrations.RunSQL(CREATE, DROP),
        protect_apart("mfa_authenticator", "true", f"{ENGINE} OR {NOBODY} OR {OWN}", f"{ENGINE} OR {OWN} OR {LEADS}"),
        protect_apart(
            "accounts_rescue", "true", f"{ENGINE} OR {LEADS} OR person_id IS NOT DISTINCT FROM gwarant_user()"
        ),
    ]
