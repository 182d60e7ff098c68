"""Pings that are old are removed, by the engine alone."""

from django.db import migrations

from gwarant.database.rls import APP_ROLE

NAME = "gwarant_forget_pings(timestamptz, integer)"
CREATE = f"""
CREATE FUNCTION gwarant_forget_pings(before timestamptz, most integer) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
  gone integer;
BEGIN
  IF current_setting('gwarant.scope', true) IS DISTINCT FROM 'engine' THEN
    PERFORM gwarant_refuse('pings go only when they are old');
  END IF;
  IF before > now() - interval '31 days' THEN
    PERFORM gwarant_refuse('pings of the last month stay');
  END IF;
  DELETE FROM monitoring_ping p USING (SELECT id FROM monitoring_ping ORDER BY id LIMIT most) first
  WHERE p.id = first.id AND p.at < before;
  GET DIAGNOSTICS gone = ROW_COUNT;
  RETURN gone;
END $$;
REVOKE ALL ON FUNCTION {NAME} FROM PUBLIC;
GRANT EXECUTE ON FUNCTION {NAME} TO {APP_ROLE};
"""


class Migration(migrations.Migration):
    dependencies = [("monitoring", "0014_never_up")]
    operations = [migrations.RunSQL(CREATE, f"DROP FUNCTION {NAME};")]
