"""By which words tickets are found, who sees them, and the functions that write and ask them past row-level security.

The operator that asks an index of words is none that row-level security lets before its own question: without these
functions every row would be read. Each asks the scope itself. The one that finds goes by bitmaps alone, large
enough to name rows: the planner does not know what it costs to look into a vector, and would look into each.
"""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

from gwarant.database.rls import APP_ROLE, ENGINE, INSIDE, protect_apart

SEES = "gwarant_inside() OR (for_customer AND gwarant_sees(customer_id))"
WRITE = f"""
CREATE FUNCTION gwarant_add_words(
  about bigint, is_public boolean, head tsvector, told tsvector, many int, made_by text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  whose bigint;
  side record;
BEGIN
  SELECT t.customer_id INTO whose FROM tickets_ticket t WHERE t.id = about;
  IF whose IS NULL OR NOT gwarant_sees(whose) OR NOT (is_public OR gwarant_inside()) THEN
    PERFORM gwarant_refuse('the words of this ticket are not written from here');
  END IF;
  IF NOT EXISTS (SELECT FROM tickets_ticketwords w WHERE w.ticket_id = about) THEN
    INSERT INTO tickets_ticketwords
      (ticket_id, customer_id, for_house, for_customer, part, title, words, places, maker)
      VALUES (about, whose, true, true, 1, '', '', 0, made_by);
  END IF;
  IF NOT is_public AND EXISTS (
    SELECT FROM tickets_ticketwords w WHERE w.ticket_id = about AND w.for_house AND w.for_customer) THEN
    INSERT INTO tickets_ticketwords
      (ticket_id, customer_id, for_house, for_customer, part, title, words, places, maker)
      SELECT w.ticket_id, w.customer_id, true, false, w.part, w.title, w.words, w.places, w.maker
      FROM tickets_ticketwords w WHERE w.ticket_id = about AND w.for_house AND w.for_customer;
    UPDATE tickets_ticketwords SET for_house = false WHERE ticket_id = about AND for_customer;
  END IF;
  FOR side IN
    SELECT DISTINCT ON (w.for_house, w.for_customer) w.*, length(w.words) AS terms FROM tickets_ticketwords w
    WHERE w.ticket_id = about AND (is_public OR NOT w.for_customer) ORDER BY w.for_house, w.for_customer, w.part DESC
  LOOP
    IF side.terms <= 9000 AND side.places + many <= 16000 THEN
      UPDATE tickets_ticketwords w
      SET words = w.words || told, title = w.title || head, places = w.places + many,
          maker = CASE WHEN w.maker = made_by THEN made_by ELSE '' END
      WHERE w.id = side.id;
    ELSE
      INSERT INTO tickets_ticketwords
        (ticket_id, customer_id, for_house, for_customer, part, title, words, places, maker)
        VALUES (about, whose, side.for_house, side.for_customer, side.part + 1, head, told, many, made_by);
    END IF;
  END LOOP;
END $$;
CREATE FUNCTION gwarant_clear_words(about bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF {ENGINE} THEN
    DELETE FROM tickets_ticketwords WHERE ticket_id = about;
  ELSE
    PERFORM gwarant_refuse('words of tickets are written anew by their own action');
  END IF;
END $$;
"""
FIND = """
CREATE FUNCTION gwarant_search(
  asked tsquery, most int, states text[], hides_aside boolean, systems bigint[], holders bigint[],
  since timestamptz, until timestamptz) RETURNS TABLE (ticket bigint, rank real, many bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan
SET enable_seqscan = off SET enable_indexscan = off SET work_mem = '32MB' SET max_parallel_workers_per_gather = 0 AS $$
DECLARE
  inside boolean := gwarant_inside();
  hides boolean := hides_aside OR NOT inside;
BEGIN
  RETURN QUERY
  WITH hit AS MATERIALIZED (
    SELECT w.id, w.ticket_id
    FROM tickets_ticketwords w LEFT JOIN tickets_ticket t ON t.id = w.ticket_id
    WHERE w.words @@ asked
      AND ((inside AND w.for_house) OR (NOT inside AND w.for_customer AND gwarant_sees(w.customer_id)))
      AND (NOT hides OR w.ticket_id NOT IN (SELECT a.id FROM tickets_ticket a WHERE a.status = 'aside'))
      AND (states IS NULL OR t.status = ANY (states))
      AND (systems IS NULL OR t.service_id = ANY (systems))
      AND (holders IS NULL OR COALESCE(t.assignee_id, 0) = ANY (holders))
      AND (since IS NULL OR t.reported_at >= since)
      AND (until IS NULL OR t.reported_at < until)),
  best AS (
    (SELECT h.id, h.ticket_id FROM hit h JOIN tickets_ticketwords w ON w.id = h.id
     WHERE w.title @@ asked ORDER BY h.ticket_id DESC LIMIT most)
    UNION (SELECT h.id, h.ticket_id FROM hit h ORDER BY h.ticket_id DESC LIMIT most)),
  ranked AS (
    SELECT w.ticket_id, max(ts_rank('{0, 0.1, 0.3, 1}', w.words, asked) + (w.title @@ asked)::int)::real AS rank
    FROM best b JOIN tickets_ticketwords w ON w.id = b.id GROUP BY w.ticket_id)
  SELECT r.ticket_id, r.rank, (SELECT count(DISTINCT h.ticket_id) FROM hit h)
  FROM ranked r ORDER BY r.rank DESC, r.ticket_id DESC LIMIT most;
END $$;
"""
OLD = """
INSERT INTO tickets_ticketwords (ticket_id, customer_id, for_house, for_customer, part, title, words, places, maker)
SELECT id, customer_id, true, true, 1, '', '', 0, 'unwritten' FROM tickets_ticket;
"""
FUNCTIONS = {
    "gwarant_add_words": "bigint, boolean, tsvector, tsvector, int, text",
    "gwarant_clear_words": "bigint",
    "gwarant_search": "tsquery, int, text[], boolean, bigint[], bigint[], timestamptz, timestamptz",
}
RIGHTS = "".join(
    f"REVOKE ALL ON FUNCTION {name}({told}) FROM PUBLIC; GRANT EXECUTE ON FUNCTION {name}({told}) TO {APP_ROLE};"
    for name, told in FUNCTIONS.items()
)
DROP = "".join(f"DROP FUNCTION {name}({told});" for name, told in FUNCTIONS.items())


class Migration(migrations.Migration):
    dependencies = [("tickets", "0019_merges"), ("customers", "0001_first")]

    operations = [
        migrations.CreateModel(
            name="TicketWords",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("for_house", models.BooleanField()),
                ("for_customer", models.BooleanField()),
                ("part", models.PositiveSmallIntegerField()),
                ("title", django.contrib.postgres.search.SearchVectorField()),
                ("words", django.contrib.postgres.search.SearchVectorField()),
                ("places", models.PositiveIntegerField()),
                ("maker", models.CharField(max_length=60)),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="customers.customer"
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="words", to="tickets.ticket"
                    ),
                ),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["words"], name="words_words"),
                    django.contrib.postgres.indexes.GinIndex(fields=["title"], name="words_title"),
                    models.Index(fields=["maker"], name="words_maker"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("ticket", "for_house", "for_customer", "part"), name="words_once")
                ],
            },
        ),
        protect_apart("tickets_ticketwords", SEES, INSIDE),
        migrations.RunSQL(
            f"REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON tickets_ticketwords FROM {APP_ROLE};",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(WRITE + FIND + RIGHTS, DROP),
        migrations.RunSQL(OLD, migrations.RunSQL.noop),
    ]
