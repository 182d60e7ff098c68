"""A draft can be discarded: it stays on the record, for the house alone, and never changes again."""

from django.db import migrations, models

from gwarant.database.rls import protect, unprotect

TABLE = "contracts_contractversion"
SAW = "gwarant_inside() OR (status <> 'draft' AND gwarant_sees(customer_id))"
SEES = "gwarant_inside() OR (status NOT IN ('draft', 'discarded') AND gwarant_sees(customer_id))"
DISCARDED = """
    WHEN 'draft discarded' THEN gwarant_inside()
      AND is_now - '{status,changed_at,changed_by_id}'::text[] = was - '{status,changed_at,changed_by_id}'::text[]
    WHEN 'discarded discarded' THEN is_now = was"""
MOVES = """
CREATE OR REPLACE FUNCTION gwarant_wording_moves(was jsonb, is_now jsonb) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT CASE (was ->> 'status') || ' ' || (is_now ->> 'status')
    WHEN 'draft draft' THEN is_now ->> 'offered_at' IS NULL AND is_now ->> 'accepted_at' IS NULL{more}
    WHEN 'draft offered' THEN gwarant_inside() AND is_now ->> 'offered_at' IS NOT NULL
      AND is_now ->> 'accepted_at' IS NULL AND is_now ->> 'document' IS NOT NULL AND is_now ->> 'fingerprint' <> ''
    WHEN 'offered offered' THEN is_now = was
    WHEN 'offered withdrawn' THEN gwarant_inside()
      AND is_now - '{{status,changed_at,changed_by_id}}'::text[] = was - '{{status,changed_at,changed_by_id}}'::text[]
    WHEN 'offered accepted' THEN
      is_now ->> 'accepted_at' IS NOT NULL AND is_now ->> 'accepted_fingerprint' = was ->> 'fingerprint'
      AND (current_setting('gwarant.scope', true) = 'engine' OR is_now ->> 'accepted_by_id' = gwarant_user()::text)
      AND is_now - '{{status,changed_at,changed_by_id,accepted_at,accepted_by_id,accepted_fingerprint}}'::text[]
        = was - '{{status,changed_at,changed_by_id,accepted_at,accepted_by_id,accepted_fingerprint}}'::text[]
    WHEN 'accepted accepted' THEN is_now - 'holds_to_at' = was - 'holds_to_at'
      AND (was ->> 'holds_to_at' IS NULL OR (is_now ->> 'holds_to_at')::timestamptz <= (was ->> 'holds_to_at')::timestamptz)
    WHEN 'withdrawn withdrawn' THEN is_now = was
    ELSE false END
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("contracts", "0003_agreements")]
    operations = [
        migrations.AlterField(
            model_name="contractversion",
            name="status",
            field=models.CharField(
                choices=[
                    ("draft", "Draft"),
                    ("offered", "Offered"),
                    ("accepted", "Accepted"),
                    ("withdrawn", "Withdrawn"),
                    ("discarded", "Discarded"),
                ],
                default="draft",
                max_length=10,
            ),
        ),
        migrations.RunSQL(MOVES.format(more=DISCARDED), MOVES.format(more="")),
        unprotect(TABLE, SAW),
        protect(TABLE, SEES),
    ]
