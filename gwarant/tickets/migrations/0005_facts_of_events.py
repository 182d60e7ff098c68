from django.db import migrations, models

# A question stands until the customer answers or the house takes it back: neither a call nor taking the ticket nor a
# workaround ends that, so tickets that left the waiting by one of these wait again.
STILL_ASKED = """
UPDATE tickets_ticket t SET status = 'waiting'
WHERE t.status = 'open' AND EXISTS (
    SELECT 1 FROM tickets_ticketevent q
    WHERE q.ticket_id = t.id AND q.kind IN ('asked', 'quoted') AND NOT EXISTS (
        SELECT 1 FROM tickets_ticketevent a
        WHERE a.ticket_id = t.id AND a.number > q.number AND (
            a.kind IN ('resumed', 'resolved', 'closed', 'reopened', 'rejected')
            OR (a.by = 'customer' AND a.kind NOT IN ('paused', 'pause_decided', 'merged'))
        )
    )
);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("tickets", "0004_silence"),
    ]

    operations = [
        migrations.AddField(
            model_name="ticketevent",
            name="contract",
            field=models.CharField(blank=True, max_length=60, default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="ticketevent",
            name="assignee",
            field=models.CharField(blank=True, max_length=40, default=""),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="ticketevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("reported", "reported"),
                    ("replied", "replied"),
                    ("called", "called"),
                    ("noted", "noted"),
                    ("acknowledged", "acknowledged"),
                    ("classified", "classified"),
                    ("asked", "asked"),
                    ("attempted", "attempted"),
                    ("paused", "paused"),
                    ("pause_decided", "pause_decided"),
                    ("resumed", "resumed"),
                    ("work_started", "work_started"),
                    ("diagnosed", "diagnosed"),
                    ("quoted", "quoted"),
                    ("restored", "restored"),
                    ("restoration_failed", "restoration_failed"),
                    ("delivered", "delivered"),
                    ("accepted", "accepted"),
                    ("rejected", "rejected"),
                    ("resolved", "resolved"),
                    ("closed", "closed"),
                    ("reopened", "reopened"),
                    ("merged", "merged"),
                    ("adopted", "adopted"),
                    ("moved", "moved"),
                    ("assigned", "assigned"),
                ],
                max_length=20,
            ),
        ),
        migrations.RunSQL(STILL_ASKED, migrations.RunSQL.noop),
    ]
