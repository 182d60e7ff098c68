"""What PostgreSQL's catalog says of who may do what here: the guards that stand, and what goes round them."""

PUBLIC = "'public'::regnamespace"
SYSTEM = "n.nspname ~ '^pg_' OR n.nspname = 'information_schema'"


def _brought(catalog: str, oid: str) -> str:
    """Whether an extension brought the object."""
    return (
        f"EXISTS (SELECT FROM pg_depend d WHERE d.classid = '{catalog}'::regclass AND d.objid = {oid} "
        "AND d.deptype = 'e')"
    )


# The owner of the tables; the roles that work as the application, which are its own role and the logins that may take
# it on; and what these hold besides. An owner may be a member, so that the service can work by his login; who may only
# grant a role, as its maker may since PostgreSQL 16, does not work as it.
ROLES = f"""
WITH RECURSIVE owner AS (
  SELECT mode() WITHIN GROUP (ORDER BY relowner) AS oid FROM pg_class c
  WHERE relnamespace = {PUBLIC} AND relkind = 'r' AND NOT {_brought("pg_class", "c.oid")}
), works (oid) AS (
  SELECT oid FROM pg_roles WHERE rolname = 'gwarant_app'
  UNION
  SELECT m.member FROM works w JOIN pg_auth_members m ON m.roleid = w.oid, owner
  WHERE m.member <> owner.oid AND (COALESCE((to_jsonb(m) ->> 'set_option')::boolean, true)
                                   OR COALESCE((to_jsonb(m) ->> 'inherit_option')::boolean, true))
), reaches (role, holds) AS (
  SELECT w.oid, m.roleid FROM works w JOIN pg_auth_members m ON m.member = w.oid
  UNION
  SELECT r.role, m.roleid FROM reaches r JOIN pg_auth_members m ON m.member = r.holds
), reached AS (
  SELECT role, holds FROM reaches WHERE holds NOT IN (SELECT oid FROM works)
), grantees (oid, name) AS (
  SELECT 0::oid, 'public'
  UNION
  SELECT oid, rolname::text FROM pg_roles, (SELECT oid AS one FROM works UNION SELECT holds FROM reached) held
  WHERE oid = one AND oid <> (SELECT oid FROM owner)
)
"""

# Each line is a guard and its text. Of the queue of jobs, which its package makes, only what could reach others' rows.
THERE = f"""
{ROLES}
SELECT 'policy ' || p.polname || ' on ' || c.relname || ' ' || p.polcmd::text || ' ' || p.polpermissive || ' ' ||
       array_to_string(p.polroles::oid[], ',') || ' ' || COALESCE(pg_get_expr(p.polqual, p.polrelid), '-') ||
       ' / ' || COALESCE(pg_get_expr(p.polwithcheck, p.polrelid), '-')
FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
UNION ALL
SELECT 'row-level security on ' || c.relname FROM pg_class c
WHERE c.relnamespace = {PUBLIC} AND c.relkind IN ('r', 'p') AND c.relrowsecurity
UNION ALL
SELECT 'partition ' || o.relname || ' of ' || c.relname || ' ' || pg_get_expr(o.relpartbound, o.oid)
FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhparent JOIN pg_class o ON o.oid = i.inhrelid
WHERE c.relnamespace = {PUBLIC} AND c.relkind = 'p' AND o.relispartition
UNION ALL
SELECT 'trigger ' || t.tgname || ' on ' || c.relname || ' ' || t.tgenabled::text || ' ' ||
       regexp_replace(pg_get_triggerdef(t.oid), '^CREATE (CONSTRAINT )?TRIGGER \\S+ ', '\\1')
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
WHERE NOT t.tgisinternal AND NOT (c.relname LIKE 'procrastinate\\_%' AND p.proname LIKE 'procrastinate\\_%')
UNION ALL
SELECT 'function ' || p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ') ' || l.lanname || ' ' ||
       p.prokind::text || p.provolatile::text || p.proparallel::text ||
       CASE WHEN p.proisstrict THEN ' strict' ELSE '' END ||
       CASE WHEN p.proleakproof THEN ' leakproof' ELSE '' END ||
       CASE WHEN p.prosecdef THEN ' by its owner' ELSE '' END || ' ' ||
       COALESCE(array_to_string(p.proconfig, ' '), '-') || ' ' || md5(p.prosrc)
FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang
WHERE p.pronamespace = {PUBLIC} AND NOT {_brought("pg_proc", "p.oid")} AND
      NOT (p.proname LIKE 'procrastinate\\_%' AND NOT p.prosecdef AND NOT p.proleakproof AND p.proconfig IS NULL)
UNION ALL
SELECT 'rights of ' || g.name || ' on function ' || p.proname || ' ' || a.privilege_type
FROM pg_proc p CROSS JOIN LATERAL aclexplode(COALESCE(p.proacl, acldefault('f', p.proowner))) a
JOIN grantees g ON g.oid = a.grantee
WHERE p.pronamespace = {PUBLIC} AND NOT {_brought("pg_proc", "p.oid")} AND p.proname NOT LIKE 'procrastinate\\_%'
UNION ALL
SELECT 'rights of ' || g.name || ' on ' || c.relname || ' ' ||
       string_agg(a.privilege_type, ' ' ORDER BY a.privilege_type)
FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) a JOIN grantees g ON g.oid = a.grantee
WHERE c.relnamespace = {PUBLIC} AND c.relkind <> 'S' AND NOT {_brought("pg_class", "c.oid")}
GROUP BY g.name, c.relname
"""

# What nothing of ours ever makes: each line is told as it is.
BEYOND = f"""
{ROLES}
SELECT 'the application''s role ' || rolname || ' has ' || said FROM works JOIN pg_roles r ON r.oid = works.oid,
  LATERAL (VALUES (rolsuper, 'SUPERUSER'), (rolbypassrls, 'BYPASSRLS'), (rolcreaterole, 'CREATEROLE'),
                  (rolcreatedb, 'CREATEDB'), (rolreplication, 'REPLICATION')) has (it, said) WHERE it
UNION ALL
SELECT 'the application''s role ' || w.rolname || ' is a member of ' || h.rolname
FROM reached JOIN pg_roles w ON w.oid = role JOIN pg_roles h ON h.oid = holds, owner
WHERE w.rolname = 'gwarant_app' OR h.oid = owner.oid OR h.rolsuper OR h.rolbypassrls OR h.rolcreaterole
   OR h.rolreplication OR h.rolname IN ('pg_read_all_data', 'pg_write_all_data', 'pg_database_owner', 'pg_maintain',
      'pg_execute_server_program', 'pg_read_server_files', 'pg_write_server_files', 'pg_create_subscription')
UNION ALL
SELECT 'every connection' || CASE WHEN s.setrole = 0 THEN '' ELSE ' of ' || r.rolname END ||
       CASE WHEN s.setdatabase = 0 THEN '' ELSE ' to this database' END || ' begins with ' || one
FROM pg_db_role_setting s LEFT JOIN pg_roles r ON r.oid = s.setrole, unnest(s.setconfig) one
WHERE s.setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))
  AND (s.setrole = 0 OR s.setrole IN (SELECT oid FROM works))
  AND (one ~* '^(gwarant\\.|session_replication_role=|row_security=|transform_null_equals=|session_preload_libraries=)'
       OR one ~* '^local_preload_libraries=' OR one ~* '^search_path=(?!("\\$user", *)?public$)'
       OR one ~* '^role=(?!gwarant_app$)')
UNION ALL
SELECT 'the server begins connections with ' || name || '=' || reset_val FROM pg_settings
WHERE (name, reset_val) IN (('session_replication_role', 'replica'), ('session_replication_role', 'local'),
                            ('row_security', 'off'), ('transform_null_equals', 'on'))
UNION ALL
SELECT CASE WHEN c.relkind = 'v' THEN 'the view ' WHEN c.relkind = 'm' THEN 'the materialized view '
            ELSE 'the foreign table ' END || c.relname || ' was not made by this release'
FROM pg_class c WHERE c.relnamespace = {PUBLIC} AND c.relkind IN ('v', 'm', 'f') AND NOT {_brought("pg_class", "c.oid")}
UNION ALL
SELECT 'the rule ' || r.rulename || ' on ' || c.relname || ' was not made by this release'
FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class
WHERE c.relnamespace = {PUBLIC} AND r.rulename <> '_RETURN' AND NOT {_brought("pg_class", "c.oid")}
UNION ALL
SELECT 'the table ' || i.inhrelid::regclass || ' inherits ' || c.relname FROM pg_inherits i
JOIN pg_class c ON c.oid = i.inhparent JOIN pg_class o ON o.oid = i.inhrelid
WHERE c.relnamespace = {PUBLIC} AND c.relkind IN ('r', 'p') AND NOT o.relispartition
UNION ALL
SELECT 'the event trigger ' || evtname || ' was not made by this release' FROM pg_event_trigger e
WHERE NOT {_brought("pg_event_trigger", "e.oid")}
UNION ALL
SELECT 'the operator ' || o.oid::regoperator || ' was not made by this release' FROM pg_operator o
WHERE o.oprnamespace = {PUBLIC} AND NOT {_brought("pg_operator", "o.oid")}
UNION ALL
SELECT 'a foreign key of ' || c.relname || ' is not looked at' FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
WHERE t.tgisinternal AND t.tgenabled <> 'O' AND c.relnamespace = {PUBLIC} GROUP BY c.relname
UNION ALL
SELECT 'the application''s role ' || rolname || ' may make things in the schema ' || n.nspname
FROM works JOIN pg_roles r ON r.oid = works.oid, pg_namespace n
WHERE n.nspname IN ('public', 'pg_catalog') AND has_schema_privilege(works.oid, n.oid, 'CREATE') AND NOT r.rolsuper
UNION ALL
SELECT 'the application''s role ' || rolname || ' may make schemas' FROM works JOIN pg_roles r ON r.oid = works.oid
WHERE has_database_privilege(works.oid, current_database(), 'CREATE') AND NOT r.rolsuper
UNION ALL
SELECT 'the schema ' || n.nspname || ' is looked into before public' FROM pg_namespace n JOIN pg_roles r
ON r.rolname = n.nspname WHERE r.oid IN (SELECT oid FROM works)
UNION ALL
SELECT 'the application''s role ' || r.rolname || CASE s.deptype WHEN 'o' THEN ' owns ' ELSE ' has rights on ' END ||
       pg_describe_object(s.classid, s.objid, s.objsubid)
FROM pg_shdepend s JOIN works ON works.oid = s.refobjid JOIN pg_roles r ON r.oid = s.refobjid
WHERE s.refclassid = 'pg_authid'::regclass AND s.deptype IN ('o', 'a')
  AND s.dbid IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))
  AND NOT (s.deptype = 'a' AND (s.classid IN ('pg_database'::regclass, 'pg_default_acl'::regclass)
    OR (s.classid = 'pg_namespace'::regclass AND s.objid = {PUBLIC})
    OR (s.classid = 'pg_class'::regclass AND (SELECT relnamespace FROM pg_class WHERE oid = s.objid) = {PUBLIC})
    OR (s.classid = 'pg_proc'::regclass AND (SELECT pronamespace FROM pg_proc WHERE oid = s.objid) = {PUBLIC})))
UNION ALL
SELECT 'everybody may set ' || p.parname FROM pg_parameter_acl p CROSS JOIN LATERAL aclexplode(p.paracl) a
WHERE a.grantee = 0
UNION ALL
SELECT g.name || ' has ' || a.privilege_type || ' on the sequence ' || c.relname
FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) a JOIN grantees g ON g.oid = a.grantee
WHERE c.relnamespace = {PUBLIC} AND c.relkind = 'S' AND NOT {_brought("pg_class", "c.oid")}
  AND NOT (g.name = 'gwarant_app' AND a.privilege_type = 'USAGE')
UNION ALL
SELECT g.name || ' has rights on the column ' || t.attname || ' of ' || c.relname
FROM pg_attribute t JOIN pg_class c ON c.oid = t.attrelid CROSS JOIN LATERAL aclexplode(t.attacl) a
JOIN grantees g ON g.oid = a.grantee
WHERE c.relnamespace = {PUBLIC} AND NOT {_brought("pg_class", "c.oid")}
UNION ALL
SELECT 'the table ' || c.relname || ' is owned by ' || pg_get_userbyid(c.relowner) || ', not as the others'
FROM pg_class c, owner WHERE c.relnamespace = {PUBLIC} AND c.relkind IN ('r', 'p') AND c.relowner <> owner.oid
  AND NOT {_brought("pg_class", "c.oid")}
  AND EXISTS (SELECT FROM aclexplode(c.relacl) a JOIN grantees g ON g.oid = a.grantee)
UNION ALL
SELECT 'the function ' || p.proname || ' is owned by ' || pg_get_userbyid(p.proowner) || ', not as the tables'
FROM pg_proc p, owner
WHERE p.pronamespace = {PUBLIC} AND p.proowner <> owner.oid AND NOT {_brought("pg_proc", "p.oid")}
UNION ALL
SELECT 'the application''s role ' || r.rolname || ' may use ' || c.oid::regclass || ', outside of the schema public'
FROM works JOIN pg_roles r ON r.oid = works.oid, pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE NOT ({SYSTEM}) AND n.nspname <> 'public' AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT r.rolsuper
  AND NOT {_brought("pg_class", "c.oid")} AND has_schema_privilege(works.oid, n.oid, 'USAGE')
  AND has_table_privilege(works.oid, c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE')
UNION ALL
SELECT 'the application''s role ' || r.rolname || ' may call ' || p.oid::regprocedure || ' with the rights of ' ||
       pg_get_userbyid(p.proowner)
FROM works JOIN pg_roles r ON r.oid = works.oid, pg_proc p
WHERE p.oid >= 16384 AND p.prosecdef AND p.pronamespace <> {PUBLIC} AND NOT r.rolsuper
  AND NOT {_brought("pg_proc", "p.oid")} AND has_schema_privilege(works.oid, p.pronamespace, 'USAGE')
  AND has_function_privilege(works.oid, p.oid, 'EXECUTE')
"""
# With what a connection begins before the service says whose it is.
FORGET = 'RESET gwarant.scope; RESET gwarant."user"; RESET gwarant.customers'
BEGINS = """
SELECT 'every connection begins with ' || name || '=' || value
FROM unnest(ARRAY['gwarant.scope', 'gwarant.user', 'gwarant.customers']) name, current_setting(name, true) value
WHERE COALESCE(value, '') <> ''
"""
