"""A row is filed as what its line says, and only an owner takes one off the record, under their own name."""

from django.db import migrations

from gwarant.database.rls import guard

CREATE = """
CREATE FUNCTION gwarant_row_stands() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  told jsonb;
  who text;
BEGIN
  IF gwarant_owns(TG_RELID) OR current_setting('gwarant.scope', true) = 'engine' THEN
    RETURN NEW;
  END IF;
  told := NEW.line::jsonb;
  SELECT opaque INTO who FROM accounts_user WHERE id = gwarant_user();
  IF told ->> 'type' IS DISTINCT FROM NEW.type OR told ->> 'id' IS DISTINCT FROM NEW.uid THEN
    PERFORM gwarant_refuse('a row is filed under the type and the id of its line');
  ELSIF NEW.type = 'void' THEN
    IF NOT gwarant_appoints('owner') OR told ->> 'person' IS DISTINCT FROM who THEN
      PERFORM gwarant_refuse('a row is taken off the record by an owner, under their own name');
    END IF;
  END IF;
  RETURN NEW;
END $$;
"""
DROP = "DROP FUNCTION gwarant_row_stands();"


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0005_found_unreadable"),
        ("accounts", "0002_write_once"),
    ]
    operations = [
        migrations.RunSQL(CREATE, DROP),
        guard("ledger_row", "gwarant_row_stands()", "INSERT"),
    ]
