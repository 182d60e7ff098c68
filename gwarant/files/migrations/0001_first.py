"""The files that belong to something, who sees which, and the only way by which their bytes are said to be gone."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import gwarant.files.fields
from gwarant.database.rls import APP_ROLE, append_only, protect

CREATE = f"""
CREATE FUNCTION gwarant_erase_files(rows bigint[], moment timestamptz) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
  gone integer;
BEGIN
  IF current_setting('gwarant.scope', true) IS DISTINCT FROM 'engine' THEN
    PERFORM gwarant_refuse('files are erased by their own action');
  END IF;
  UPDATE files_attachment SET erased_at = moment WHERE id = ANY (rows) AND erased_at IS NULL;
  GET DIAGNOSTICS gone = ROW_COUNT;
  RETURN gone;
END $$;
REVOKE ALL ON FUNCTION gwarant_erase_files(bigint[], timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gwarant_erase_files(bigint[], timestamptz) TO {APP_ROLE};
"""
DROP = "DROP FUNCTION gwarant_erase_files(bigint[], timestamptz);"


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("customers", "0003_care"),
        ("database", "0002_write_once"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Attachment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "about",
                    models.CharField(
                        choices=[
                            ("ticket", "Ticket"),
                            ("contract", "Contract"),
                            ("customer", "Customer"),
                            ("mail", "Mail"),
                        ],
                        max_length=10,
                    ),
                ),
                ("subject", models.CharField(max_length=60)),
                ("part", models.CharField(blank=True, max_length=60)),
                ("is_public", models.BooleanField()),
                ("name", models.CharField(max_length=120)),
                ("kind", models.CharField(max_length=60)),
                ("size", models.PositiveBigIntegerField()),
                ("sha256", gwarant.files.fields.HashField(gone="erased_at", max_length=64)),
                ("width", models.PositiveIntegerField(default=0)),
                ("height", models.PositiveIntegerField(default=0)),
                ("added_at", models.DateTimeField()),
                ("erased_at", models.DateTimeField(null=True)),
                (
                    "added_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="customers.customer"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["about", "subject"], name="file_about"),
                    models.Index(fields=["part"], name="file_part"),
                    models.Index(fields=["sha256"], name="file_sha256"),
                    models.Index(fields=["customer"], name="file_customer"),
                ],
            },
        ),
        protect("files_attachment", "gwarant_inside() OR (is_public AND gwarant_sees(customer_id))"),
        append_only("files_attachment"),
        migrations.RunSQL(CREATE, DROP),
    ]
