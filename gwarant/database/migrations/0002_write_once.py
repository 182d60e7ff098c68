"""What triggers ask: whether the tables' owner is at work, and whether a column that is written once would change."""

from django.db import migrations

CREATE = """
CREATE FUNCTION gwarant_owns(relation oid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT pg_has_role(current_user, relowner, 'USAGE') FROM pg_class WHERE oid = relation
$$;
CREATE FUNCTION gwarant_refuse(words text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'permission denied: %', words USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE FUNCTION gwarant_write_once() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  before jsonb := to_jsonb(OLD);
  after jsonb := to_jsonb(NEW);
  place text;
BEGIN
  FOREACH place IN ARRAY TG_ARGV LOOP
    IF before -> place IS DISTINCT FROM after -> place AND NOT gwarant_owns(TG_RELID) THEN
      PERFORM gwarant_refuse(format('%s of %s is written once', place, TG_TABLE_NAME));
    END IF;
  END LOOP;
  RETURN NEW;
END $$;
"""
DROP = "DROP FUNCTION gwarant_write_once(); DROP FUNCTION gwarant_refuse(text); DROP FUNCTION gwarant_owns(oid);"


class Migration(migrations.Migration):
    dependencies = [("database", "0001_scope_functions")]
    operations = [migrations.RunSQL(CREATE, DROP)]
