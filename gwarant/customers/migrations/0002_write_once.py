"""A customer's key stays; places and invitations are given only by whoever may."""

from django.db import migrations

from gwarant.database.rls import LEADS, kept, protect_apart, unprotect, write_once

SEES_PLACE = "gwarant_sees(customer_id) OR user_id = gwarant_user()"
SEES_INVITATION = "gwarant_inside() OR gwarant_sees(customer_id)"
INVITES = "CASE WHEN customer_id IS NULL THEN gwarant_appoints(staff_role) ELSE gwarant_invites(customer_id) END"
CREATE = """
CREATE FUNCTION gwarant_invites(customer bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT gwarant_appoints('') OR (gwarant_sees(customer) AND EXISTS (
    SELECT FROM customers_membership m WHERE m.customer_id = customer
    AND m.user_id = gwarant_user() AND m.role = 'administrator' AND m.ended_at IS NULL))
$$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0001_first"),
        ("accounts", "0002_write_once"),
        ("database", "0002_write_once"),
    ]
    operations = [
        migrations.RunSQL(CREATE, "DROP FUNCTION gwarant_invites(bigint);"),
        write_once("customers_customer", "key", "created_at"),
        kept("customers_customer"),
        unprotect("customers_membership", SEES_PLACE, "gwarant_sees(customer_id)"),
        protect_apart("customers_membership", SEES_PLACE, LEADS),
        write_once("customers_membership", "customer_id", "user_id", "since_at"),
        kept("customers_membership"),
        unprotect("customers_invitation", SEES_INVITATION),
        protect_apart("customers_invitation", SEES_INVITATION, INVITES),
        kept("customers_invitation"),
    ]
