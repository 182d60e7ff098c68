"""An invitation leads into the house or to a customer: whoever may give the one gives nothing of the other."""

from django.db import migrations, models

# Until now nothing but the forms kept them apart: what was written past them is withdrawn, and leads to the customer.
MEND = """
UPDATE customers_invitation SET staff_role = '', revoked_at = COALESCE(revoked_at, created_at)
WHERE customer_id IS NOT NULL AND staff_role <> '' AND accepted_at IS NULL;
UPDATE customers_invitation SET staff_role = '' WHERE customer_id IS NOT NULL AND staff_role <> '';
"""
HOUSE = models.Q(customer=None, role="") & ~models.Q(staff_role="")
CUSTOMER = models.Q(customer__isnull=False, staff_role="") & ~models.Q(role="")


class Migration(migrations.Migration):
    dependencies = [("customers", "0004_correspondents")]
    operations = [
        migrations.RunSQL(MEND, migrations.RunSQL.noop),
        migrations.AddConstraint(
            "invitation", models.CheckConstraint(condition=HOUSE | CUSTOMER, name="invitation_to_one_side")
        ),
    ]
