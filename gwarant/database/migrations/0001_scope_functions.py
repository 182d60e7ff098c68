"""What every row-level policy asks: whether the connection's scope is inside, and which customers it sees."""

from django.db import migrations

CREATE = """
CREATE FUNCTION gwarant_inside() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT COALESCE(current_setting('gwarant.scope', true) IN ('staff', 'engine'), false)
$$;
CREATE FUNCTION gwarant_user() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT NULLIF(current_setting('gwarant.user', true), '')::bigint
$$;
CREATE FUNCTION gwarant_sees(customer bigint) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT COALESCE(
    current_setting('gwarant.scope', true) IN ('staff', 'engine')
    OR customer = ANY (string_to_array(NULLIF(current_setting('gwarant.customers', true), ''), ',')::bigint[]),
    false)
$$;
"""
DROP = "DROP FUNCTION gwarant_sees(bigint); DROP FUNCTION gwarant_user(); DROP FUNCTION gwarant_inside();"


class Migration(migrations.Migration):
    dependencies: list[tuple[str, str]] = []
    operations = [migrations.RunSQL(CREATE, DROP)]
