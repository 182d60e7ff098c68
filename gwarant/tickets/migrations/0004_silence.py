from django.db import migrations, models

# The engine looks at these in its next round and writes when silence closes them, or that it does not: what was handed
# over late or without a deadline had fourteen days instead of the contract's, and a word of the customer ends silence.
LOOK_AGAIN = """
UPDATE tickets_ticket t SET closes_at = changed_at
WHERE t.status = 'resolved' AND (
    (t.version_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM tickets_ticketclock c WHERE c.ticket_id = t.id AND c.verdict = 'pending' AND c.state = 'paused'
    ))
    OR EXISTS (
        SELECT 1 FROM tickets_ticketevent e
        WHERE e.ticket_id = t.id AND e.by = 'customer' AND NOT e.automatic AND e.number > (
            SELECT max(r.number) FROM tickets_ticketevent r WHERE r.ticket_id = t.id AND r.kind = 'resolved'
        )
    )
);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("tickets", "0003_write_once"),
    ]

    operations = [
        migrations.AddField(
            model_name="ticket",
            name="spoken_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.RunSQL(LOOK_AGAIN, migrations.RunSQL.noop),
    ]
