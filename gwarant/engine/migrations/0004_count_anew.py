"""A refused fix restored nothing any more: the columns of an instance that has tickets are counted anew by a job."""

from django.db import migrations

QUEUE = """
INSERT INTO procrastinate_jobs (queue_name, task_name, args)
SELECT 'default', 'count_anew', '{}' WHERE EXISTS (SELECT 1 FROM tickets_ticket)
"""


class Migration(migrations.Migration):
    dependencies = [
        ("engine", "0003_by_the_engine"),
        ("tickets", "0009_authors_and_people"),
        ("procrastinate", "0041_post_retry_failed_job"),
    ]
    operations = [migrations.RunSQL(QUEUE, migrations.RunSQL.noop)]
