"""Who may open accounts, give roles and change the company; nobody removes an account."""

from django.db import migrations

from gwarant.database.rls import LEADS, guard, kept, protect_apart

CREATE = """
CREATE FUNCTION gwarant_appoints(role text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT COALESCE(
    current_setting('gwarant.scope', true) = 'engine'
    OR (current_setting('gwarant.scope', true) = 'staff' AND EXISTS (
      SELECT FROM accounts_user u WHERE u.id = gwarant_user() AND u.is_active
      AND u.staff_role IN ('owner', CASE WHEN role = 'owner' THEN 'owner' ELSE 'manager' END))),
    false)
$$;
CREATE FUNCTION gwarant_person_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF gwarant_owns(TG_RELID) THEN
    RETURN NEW;
  ELSIF TG_OP = 'INSERT' THEN
    IF NOT gwarant_inside() OR (NEW.staff_role <> '' AND NOT gwarant_appoints(NEW.staff_role)) THEN
      PERFORM gwarant_refuse('accounts are opened by whoever leads the house');
    END IF;
  ELSIF NEW.opaque <> OLD.opaque THEN
    PERFORM gwarant_refuse('the opaque name of a person is written once');
  ELSIF (NEW.staff_role, NEW.is_active, NEW.joined_at, NEW.left_at)
      IS DISTINCT FROM (OLD.staff_role, OLD.is_active, OLD.joined_at, OLD.left_at)
      AND NOT (gwarant_appoints(OLD.staff_role) AND gwarant_appoints(NEW.staff_role)) THEN
    PERFORM gwarant_refuse('roles and accounts are changed by whoever leads the house');
  END IF;
  RETURN NEW;
END $$;
"""
DROP = "DROP FUNCTION gwarant_person_stands(); DROP FUNCTION gwarant_appoints(text);"


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_first"),
        ("database", "0002_write_once"),
    ]
    operations = [
        migrations.RunSQL(CREATE, DROP),
        guard("accounts_user", "gwarant_person_stands()", "INSERT OR UPDATE"),
        kept("accounts_user"),
        protect_apart("accounts_company", "true", LEADS),
        kept("accounts_company"),
    ]
