"""A wording stands from its offer on: its text, document and dates never change, and it only goes forward."""

from django.db import migrations

from gwarant.database.rls import guard, write_once

CREATE = """
CREATE FUNCTION gwarant_wording_moves(was jsonb, is_now jsonb) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT CASE (was ->> 'status') || ' ' || (is_now ->> 'status')
    WHEN 'draft draft' THEN is_now ->> 'offered_at' IS NULL AND is_now ->> 'accepted_at' IS NULL
    WHEN 'draft offered' THEN gwarant_inside() AND is_now ->> 'offered_at' IS NOT NULL
      AND is_now ->> 'accepted_at' IS NULL AND is_now ->> 'document' IS NOT NULL AND is_now ->> 'fingerprint' <> ''
    WHEN 'offered offered' THEN is_now = was
    WHEN 'offered withdrawn' THEN gwarant_inside()
      AND is_now - '{status,changed_at,changed_by_id}'::text[] = was - '{status,changed_at,changed_by_id}'::text[]
    WHEN 'offered accepted' THEN
      is_now ->> 'accepted_at' IS NOT NULL AND is_now ->> 'accepted_fingerprint' = was ->> 'fingerprint'
      AND (current_setting('gwarant.scope', true) = 'engine' OR is_now ->> 'accepted_by_id' = gwarant_user()::text)
      AND is_now - '{status,changed_at,changed_by_id,accepted_at,accepted_by_id,accepted_fingerprint}'::text[]
        = was - '{status,changed_at,changed_by_id,accepted_at,accepted_by_id,accepted_fingerprint}'::text[]
    WHEN 'accepted accepted' THEN is_now - 'holds_to_at' = was - 'holds_to_at'
      AND (was ->> 'holds_to_at' IS NULL OR (is_now ->> 'holds_to_at')::timestamptz <= (was ->> 'holds_to_at')::timestamptz)
    WHEN 'withdrawn withdrawn' THEN is_now = was
    ELSE false END
$$;
CREATE FUNCTION gwarant_wording_stands() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  fixed text[] := '{id,contract_id,customer_id,version,created_at,created_by_id}';
BEGIN
  IF gwarant_owns(TG_RELID) THEN
    RETURN COALESCE(NEW, OLD);
  ELSIF TG_OP = 'INSERT' THEN
    IF NEW.status <> 'draft' OR NEW.offered_at IS NOT NULL OR NEW.accepted_at IS NOT NULL THEN
      PERFORM gwarant_refuse('a wording begins as a draft');
    END IF;
    RETURN NEW;
  ELSIF TG_OP = 'DELETE' THEN
    IF OLD.status <> 'draft' OR NOT gwarant_inside() THEN
      PERFORM gwarant_refuse('a wording that was offered stays');
    END IF;
    RETURN OLD;
  ELSIF NOT (
    (SELECT bool_and(to_jsonb(OLD) -> place IS NOT DISTINCT FROM to_jsonb(NEW) -> place) FROM unnest(fixed) place)
    AND COALESCE(gwarant_wording_moves(to_jsonb(OLD), to_jsonb(NEW)), false)) THEN
    PERFORM gwarant_refuse('a wording stands as it was offered and accepted');
  END IF;
  RETURN NEW;
END $$;
CREATE FUNCTION gwarant_end_is_known() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM contracts_contractversion v
      WHERE v.contract_id = NEW.contract_id AND v.version > NEW.version AND v.status = 'accepted'
      AND GREATEST(v.holds_from_at, NEW.holds_from_at) = NEW.holds_to_at) THEN
    PERFORM gwarant_refuse('a wording ends where a later one that was accepted begins');
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER contracts_contractversion_end AFTER UPDATE OF holds_to_at ON contracts_contractversion
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
WHEN (OLD.status = 'accepted' AND OLD.holds_to_at IS DISTINCT FROM NEW.holds_to_at)
EXECUTE FUNCTION gwarant_end_is_known();
"""
DROP = """
DROP TRIGGER contracts_contractversion_end ON contracts_contractversion;
DROP FUNCTION gwarant_end_is_known(); DROP FUNCTION gwarant_wording_stands();
DROP FUNCTION gwarant_wording_moves(jsonb, jsonb);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("contracts", "0001_first"),
        ("database", "0002_write_once"),
    ]
    operations = [
        migrations.RunSQL(CREATE, DROP),
        guard("contracts_contractversion", "gwarant_wording_stands()", "INSERT OR UPDATE OR DELETE"),
        write_once("contracts_contract", "number", "customer_id", "created_at"),
    ]
