"""A notice for each person and matter, a delivery for each medium; what was told and sent before becomes both.

What stood in an inbox keeps its number and when it was read; a mail keeps its number, its state and when it is due,
so that what waited still goes out, under the same Message-ID, and what went is not sent again. The words of that time
are kept as they were written: nobody can know them in another language.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from gwarant.database.rls import INSIDE, kept, protect, unprotect, write_once

OWN = "gwarant_inside() OR user_id = gwarant_user()"
# The matter is in the path that the item led to, and in the thread of the mail.
MOVE = """
CREATE FUNCTION pg_temp.matter(key text, path text, thread text, OUT about text, OUT ref text, OUT kind text)
LANGUAGE sql AS $$
  SELECT
    CASE WHEN ticket <> '' THEN 'ticket' WHEN contract <> '' THEN 'contract'
         WHEN key ~ '^(invitation|reset|address|account|guesses|rescue):' THEN 'account' ELSE 'house' END,
    left(COALESCE(NULLIF(ticket, ''), contract), 60),
    CASE WHEN ticket <> '' AND path LIKE '/portal/%' THEN 'progress'
         WHEN ticket <> '' AND key ~ ':step[0-9]+:[0-9]+$' THEN 'ladder'
         WHEN ticket <> '' AND key ~ '/.*:100:[0-9]+$' THEN 'breach'
         WHEN ticket <> '' AND key ~ '/.*:[0-9]+:[0-9]+$' THEN 'warning'
         WHEN ticket <> '' THEN 'said'
         WHEN key LIKE 'contract-offered:%' THEN 'offer'
         WHEN contract <> '' THEN 'contract'
         WHEN key LIKE 'heads:%' THEN 'heads'
         WHEN key LIKE 'ledger:%' THEN 'evidence'
         WHEN key LIKE 'left:%' THEN 'progress'
         ELSE 'account' END
  FROM (SELECT
    COALESCE(substring(path FROM '^/(?:desk|portal)/tickets/([^/?#]+)'), thread) AS ticket,
    COALESCE(substring(path FROM '^/(?:desk|portal)/contracts/([^/?#]+)'), '') AS contract
  ) found
$$;
INSERT INTO notify_notice (id, key, user_id, customer_id, kind, code, about, ref, facts, created_at, read_at)
SELECT i.id, i.key, i.user_id, i.customer_id, m.kind, 'before', m.about, m.ref,
  jsonb_build_object('subject', i.subject, 'line', i.line, 'path', i.path, 'tone', i.tone), i.created_at, i.read_at
FROM notify_inboxitem i LEFT JOIN notify_outbox o ON o.key = i.key,
  LATERAL pg_temp.matter(i.key, i.path, COALESCE(o.thread, '')) m;
SELECT setval(pg_get_serial_sequence('notify_notice', 'id'), GREATEST((SELECT max(id) FROM notify_notice), 1));
INSERT INTO notify_notice (key, user_id, customer_id, kind, code, about, ref, facts, created_at, read_at)
SELECT o.key, o.user_id, o.customer_id, m.kind, 'before', m.about, m.ref,
  jsonb_build_object('subject', CASE WHEN o.user_id IS NULL THEN '' ELSE o.subject END), o.created_at,
  CASE WHEN o.user_id IS NULL THEN NULL ELSE o.created_at END
FROM notify_outbox o, LATERAL pg_temp.matter(o.key, '', o.thread) m
WHERE NOT EXISTS (SELECT 1 FROM notify_inboxitem i WHERE i.key = o.key) ORDER BY o.id;
INSERT INTO notify_delivery
  (id, notice_id, medium, address, language, payload, state, due_at, attempts, last_error, created_at, sent_at)
SELECT o.id, n.id, 'mail', o.address, o.language, CASE
    WHEN o.user_id IS NULL AND o.state = 'sent' THEN jsonb_build_object('subject', o.subject)
    ELSE jsonb_build_object('subject', o.subject, 'text', o.text, 'html', o.html, 'picture', o.picture,
      'thread', o.thread) END,
  o.state, o.due_at, o.attempts, o.last_error, o.created_at, o.sent_at
FROM notify_outbox o JOIN notify_notice n ON n.key = o.key;
SELECT setval(pg_get_serial_sequence('notify_delivery', 'id'), GREATEST((SELECT max(id) FROM notify_delivery), 1));
INSERT INTO notify_delivery
  (notice_id, medium, address, language, payload, state, due_at, attempts, last_error, created_at, sent_at)
SELECT i.id, 'inbox', u.opaque, u.language, '{}'::jsonb, 'sent', NULL, 0, '', i.created_at, i.created_at
FROM notify_inboxitem i JOIN accounts_user u ON u.id = i.user_id ORDER BY i.id;
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
DROP FUNCTION pg_temp.matter(text, text, text);
"""
KEY = ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))


class Migration(migrations.Migration):
    dependencies = [
        ("notify", "0001_first"),
        ("database", "0002_write_once"),
        ("customers", "0001_first"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Notice",
            fields=[
                KEY,
                ("key", models.CharField(max_length=200, unique=True)),
                ("kind", models.CharField(max_length=20)),
                ("code", models.CharField(max_length=40)),
                (
                    "about",
                    models.CharField(
                        choices=[
                            ("ticket", "ticket"),
                            ("contract", "contract"),
                            ("month", "month"),
                            ("account", "account"),
                            ("house", "house"),
                        ],
                        max_length=10,
                    ),
                ),
                ("ref", models.CharField(blank=True, max_length=60)),
                ("facts", models.JSONField(default=dict)),
                ("created_at", models.DateTimeField()),
                ("read_at", models.DateTimeField(blank=True, null=True)),
                (
                    "customer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.customer",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inbox",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["user", "-created_at"], name="notice_user"),
                    models.Index(fields=["user", "about", "ref"], name="notice_matter"),
                    models.Index(condition=models.Q(("read_at", None)), fields=["user"], name="notice_unread"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                KEY,
                ("medium", models.CharField(max_length=12)),
                ("address", models.CharField(max_length=500)),
                ("language", models.CharField(max_length=2)),
                ("payload", models.JSONField(default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[("queued", "Queued"), ("sent", "Sent"), ("dead", "Dead")],
                        default="queued",
                        max_length=6,
                    ),
                ),
                ("due_at", models.DateTimeField(null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("last_error", models.TextField(blank=True)),
                ("created_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="deliveries", to="notify.notice"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "queued")), fields=["medium", "due_at"], name="delivery_due"
                    ),
                    models.Index(condition=models.Q(("state", "dead")), fields=["-created_at"], name="delivery_dead"),
                    models.Index(
                        condition=models.Q(("medium", "inbox"), _negated=True),
                        fields=["state", "-id"],
                        name="delivery_outgoing",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("notice", "medium"), name="one_delivery_a_medium"),
                ],
            },
        ),
        migrations.RunSQL(MOVE),
        protect("notify_notice", OWN),
        protect("notify_delivery", INSIDE),
        kept("notify_notice"),
        kept("notify_delivery"),
        write_once(
            "notify_notice", "key", "user_id", "customer_id", "kind", "code", "about", "ref", "facts", "created_at"
        ),
        write_once("notify_delivery", "notice_id", "medium", "address", "language", "created_at"),
        unprotect("notify_outbox", INSIDE),
        unprotect("notify_inboxitem", OWN),
        migrations.DeleteModel("InboxItem"),
        migrations.DeleteModel("Outbox"),
    ]
