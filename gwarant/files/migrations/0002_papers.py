"""A file takes the place of another, and an erasure says by whom and why; nothing else writes one."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from gwarant.database.rls import APP_ROLE, append_only, protect

SEES = (
    "gwarant_inside() OR (gwarant_sees(customer_id)"
    " AND EXISTS (SELECT FROM files_attachment a WHERE a.id = file_id AND a.is_public))"
)
CREATE = f"""
DROP FUNCTION gwarant_erase_files(bigint[], timestamptz);
REVOKE INSERT ON files_erasure FROM {APP_ROLE};
CREATE FUNCTION gwarant_erase_files(rows bigint[], who bigint, why text, moment timestamptz) RETURNS SETOF bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF current_setting('gwarant.scope', true) IS DISTINCT FROM 'engine' THEN
    PERFORM gwarant_refuse('files are erased by their own action');
  ELSIF NOT EXISTS (SELECT FROM accounts_user u WHERE u.id = who AND u.is_active AND u.staff_role = 'owner') THEN
    PERFORM gwarant_refuse('files are erased by an owner');
  ELSIF btrim(why) = '' THEN
    PERFORM gwarant_refuse('files are erased for a reason');
  END IF;
  RETURN QUERY
    WITH gone AS (
      UPDATE files_attachment SET erased_at = moment WHERE id = ANY (rows) AND erased_at IS NULL
      RETURNING id, customer_id)
    INSERT INTO files_erasure (file_id, customer_id, by_id, reason, at)
    SELECT id, customer_id, who, why, moment FROM gone ORDER BY id RETURNING file_id;
END $$;
REVOKE ALL ON FUNCTION gwarant_erase_files(bigint[], bigint, text, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gwarant_erase_files(bigint[], bigint, text, timestamptz) TO {APP_ROLE};
"""


class Migration(migrations.Migration):
    dependencies = [
        ("files", "0001_first"),
        ("accounts", "0002_write_once"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="attachment",
            name="replaces",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="replaced_by",
                to="files.attachment",
            ),
        ),
        migrations.CreateModel(
            name="Erasure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="customers.customer"
                    ),
                ),
                (
                    "file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="erasure", to="files.attachment"
                    ),
                ),
            ],
            options={"indexes": [models.Index(fields=["customer"], name="erasure_customer")]},
        ),
        protect("files_erasure", SEES),
        append_only("files_erasure"),
        migrations.RunSQL(CREATE, migrations.RunSQL.noop),
    ]
