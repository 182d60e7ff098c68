"""A row waits until it has a seal, and a salt stays until a person is forgotten."""

from django.db import migrations

from gwarant.database.rls import APP_ROLE, SEES_CUSTOMER, append_only, protect_apart, unprotect

HAS_SEAL = (
    "current_setting('gwarant.scope', true) = 'engine'"
    " AND EXISTS (SELECT FROM ledger_seal s WHERE s.row_id = ledger_unsealed.row_id)"
)
CREATE = f"""
CREATE FUNCTION gwarant_forget_salts(rows bigint[]) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
  gone integer;
BEGIN
  IF current_setting('gwarant.scope', true) IS DISTINCT FROM 'engine' THEN
    PERFORM gwarant_refuse('salts go only when a person is forgotten');
  END IF;
  DELETE FROM ledger_salt WHERE row_id = ANY (rows);
  GET DIAGNOSTICS gone = ROW_COUNT;
  RETURN gone;
END $$;
REVOKE ALL ON FUNCTION gwarant_forget_salts(bigint[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gwarant_forget_salts(bigint[]) TO {APP_ROLE};
REVOKE UPDATE ON ledger_unsealed FROM {APP_ROLE};
"""
DROP = f"GRANT UPDATE ON ledger_unsealed TO {APP_ROLE}; DROP FUNCTION gwarant_forget_salts(bigint[]);"


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0001_first"),
        ("database", "0002_write_once"),
    ]
    operations = [
        migrations.RunSQL(CREATE, DROP),
        append_only("ledger_salt"),
        unprotect("ledger_unsealed"),
        protect_apart("ledger_unsealed", SEES_CUSTOMER, SEES_CUSTOMER, HAS_SEAL),
    ]
