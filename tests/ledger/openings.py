"""Ways in which whoever administers the server may let the application do what it may not, changing no row."""

from forgeries import GUARD, Forgery

NEW = "was not made by this release"
RETURNS = "RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$"


def opening(name: str, says: str, *statements: str, undo: tuple[str, ...] = ()) -> Forgery:
    """`undo` takes back what does not go with the database."""
    return Forgery(name, statements, says, is_ddl=True, undo=undo)


def attribute(said: str) -> Forgery:
    """The application's role gets an attribute of roles."""
    return opening(
        f"the application's role gets {said}",
        f"gwarant_app has {said}",
        f"ALTER ROLE gwarant_app {said}",
        undo=(f"ALTER ROLE gwarant_app NO{said}",),
    )


def begins(setting: str, whose: str = "ROLE gwarant_app", says: str = "begins with") -> Forgery:
    """Connections begin with a setting of the forger's."""
    undo = (f"ALTER {whose} RESET {setting.partition(' ')[0]}",) if whose.startswith("ROLE") else ()
    return opening(f"ALTER {whose} SET {setting}", says, f"ALTER {whose} SET {setting}", undo=undo)


def held(name: str, says: str, *statements: str, role: str = "hx") -> Forgery:
    """Something is done to a role that is made for it."""
    return opening(name, says, f"CREATE ROLE {role}", *statements, undo=(f"DROP ROLE IF EXISTS {role}",))


OPENINGS = (
    opening("a right on one column", "rights on the column line", "GRANT UPDATE (line) ON ledger_row TO gwarant_app"),
    opening("a right on one column, for all", "public has rights on", "GRANT UPDATE (line) ON ledger_row TO PUBLIC"),
    opening(
        "a trigger looks at nothing",
        GUARD,
        "DROP TRIGGER ledger_row_guard ON ledger_row",
        "CREATE TRIGGER ledger_row_guard BEFORE INSERT ON ledger_row FOR EACH ROW WHEN (false) "
        "EXECUTE FUNCTION gwarant_row_stands()",
    ),
    opening(
        "a trigger looks at another column",
        GUARD,
        "DROP TRIGGER tickets_ticket_guard ON tickets_ticket",
        "CREATE TRIGGER tickets_ticket_guard BEFORE UPDATE OF due_at ON tickets_ticket FOR EACH ROW "
        "EXECUTE FUNCTION gwarant_write_once('key', 'customer_id', 'title', 'reported_at', 'channel')",
    ),
    opening(
        "a trigger of another name swallows rows",
        NEW,
        f"CREATE FUNCTION hx() {RETURNS}",
        "CREATE TRIGGER zz BEFORE INSERT ON tickets_ticketevent FOR EACH ROW EXECUTE FUNCTION hx()",
    ),
    opening(
        "a trigger by a function of PostgreSQL's own",
        "trigger zz on ledger_block",
        "CREATE TRIGGER zz BEFORE UPDATE ON ledger_block FOR EACH ROW "
        "EXECUTE FUNCTION suppress_redundant_updates_trigger()",
    ),
    opening(
        "foreign keys are not looked at", "a foreign key of ledger_seal", "ALTER TABLE ledger_seal DISABLE TRIGGER ALL"
    ),
    opening("a rule", "the rule hx on ledger_block", "CREATE RULE hx AS ON INSERT TO ledger_block DO INSTEAD NOTHING"),
    opening(
        "a view by its owner's rights",
        "the view hv",
        "CREATE VIEW hv AS SELECT * FROM tickets_message",
        "GRANT SELECT, UPDATE, DELETE ON hv TO gwarant_app",
    ),
    opening("a view that is kept", "view hv", "CREATE MATERIALIZED VIEW hv AS SELECT * FROM tickets_message"),
    opening(
        "a view in another schema",
        "may use hs.hv",
        "CREATE SCHEMA hs",
        "CREATE VIEW hs.hv AS SELECT * FROM public.tickets_message",
        "GRANT USAGE ON SCHEMA hs TO gwarant_app",
        "GRANT SELECT ON hs.hv TO gwarant_app",
    ),
    opening(
        "a partition without a policy",
        "partition hx",
        "ALTER TABLE monitoring_seenlook DETACH PARTITION monitoring_seenlook_3",
        "CREATE TABLE hx PARTITION OF monitoring_seenlook FOR VALUES IN (3)",
    ),
    opening("a table below another", "inherits ledger_row", "CREATE TABLE hx () INHERITS (ledger_row)"),
    opening(
        "a function by its owner's rights",
        "function hx q text",
        "CREATE FUNCTION hx(q text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN EXECUTE q; END $$",
    ),
    opening(
        "a function by its owner's rights, named as the queue's",
        "function procrastinate_hx",
        "CREATE FUNCTION procrastinate_hx(q text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS "
        "$$ BEGIN EXECUTE q; END $$",
    ),
    opening(
        "a function by its owner's rights, in another schema",
        "may call hs.hx(text) with the rights of gwarant_admin",
        "CREATE SCHEMA hs",
        "CREATE FUNCTION hs.hx(q text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN EXECUTE q; END $$",
        "GRANT USAGE ON SCHEMA hs TO gwarant_app",
    ),
    opening(
        "a function loses its search path", GUARD, "ALTER FUNCTION gwarant_forget_salts(bigint[]) RESET search_path"
    ),
    opening("a function is run as its caller", GUARD, "ALTER FUNCTION gwarant_end_is_known() SECURITY INVOKER"),
    opening(
        "a function for all",
        "rights of public on function gwarant_forget_salts",
        "GRANT EXECUTE ON FUNCTION gwarant_forget_salts(bigint[]) TO PUBLIC",
    ),
    opening(
        "a function of the server's",
        "has rights on function pg_read_file(text)",
        "GRANT EXECUTE ON FUNCTION pg_read_file(text) TO gwarant_app",
    ),
    opening(
        "a function is another's",
        "is owned by gwarant_admin",
        "ALTER FUNCTION gwarant_forget_salts(bigint[]) OWNER TO gwarant_admin",
    ),
    opening(
        "an operator",
        "the operator #=#(text,text)",
        "CREATE OPERATOR #=# (LEFTARG = text, RIGHTARG = text, FUNCTION = texteq)",
    ),
    opening(
        "an event trigger",
        "the event trigger hx",
        "CREATE SCHEMA hs",
        "CREATE FUNCTION hs.hx() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN END $$",
        "CREATE EVENT TRIGGER hx ON ddl_command_end EXECUTE FUNCTION hs.hx()",
    ),
    opening(
        "a table is the application's",
        "gwarant_app owns table ledger_row",
        "ALTER TABLE ledger_row OWNER TO gwarant_app",
    ),
    held("a table is another's", "ledger_row is owned by hx", "ALTER TABLE ledger_row OWNER TO hx"),
    opening("a right on a sequence", "has UPDATE on the sequence", "GRANT UPDATE ON ledger_row_id_seq TO gwarant_app"),
    opening(
        "the application makes things",
        "may make things in the schema public",
        "GRANT CREATE ON SCHEMA public TO gwarant_app",
    ),
    opening("all make things", "may make things in the schema public", "GRANT CREATE ON SCHEMA public TO PUBLIC"),
    opening("the application makes schemas", "may make schemas", "GRANT CREATE ON DATABASE gwarant TO gwarant_app"),
    opening("a schema before public", "the schema gwarant_app is looked into before", "CREATE SCHEMA gwarant_app"),
    *(attribute(one) for one in ("SUPERUSER", "BYPASSRLS", "CREATEROLE", "CREATEDB", "REPLICATION")),
    opening(
        "the application is the owner",
        "gwarant_app is a member of gwarant_owner",
        "GRANT gwarant_owner TO gwarant_app",
        undo=("REVOKE gwarant_owner FROM gwarant_app",),
    ),
    opening(
        "the application may write all",
        "gwarant_app is a member of pg_write_all_data",
        "GRANT pg_write_all_data TO gwarant_app",
        undo=("REVOKE pg_write_all_data FROM gwarant_app",),
    ),
    held(
        "rights by another role",
        "rights of hx on ledger_row",
        "GRANT UPDATE, DELETE ON ledger_row TO hx",
        "GRANT hx TO gwarant_app",
    ),
    held(
        "rights of a login of the application",
        "rights of hx on ledger_row",
        "GRANT UPDATE ON ledger_row TO hx",
        "GRANT gwarant_app TO hx",
    ),
    held(
        "a login of the application passes",
        "hx has BYPASSRLS",
        "ALTER ROLE hx LOGIN BYPASSRLS",
        "GRANT gwarant_app TO hx",
    ),
    held(
        "a login of the application owns", "hx is a member of gwarant_owner", "GRANT gwarant_app, gwarant_owner TO hx"
    ),
    begins("gwarant.scope = 'engine'"),
    begins("gwarant.scope = 'engine'", "DATABASE gwarant"),
    begins("gwarant.customers = '1'", "ROLE ALL"),
    begins("session_replication_role = replica"),
    begins("row_security = off"),
    begins("search_path = hs, public"),
    begins("role = gwarant_owner", says="begins with role=gwarant_owner"),
    opening(
        "a setting may be set by all",
        "everybody may set session_replication_role",
        "GRANT SET ON PARAMETER session_replication_role TO PUBLIC",
        undo=("REVOKE SET ON PARAMETER session_replication_role FROM PUBLIC",),
    ),
    opening(
        "a setting may be set by the application",
        "has rights on parameter session_replication_role",
        "GRANT SET ON PARAMETER session_replication_role TO gwarant_app",
        undo=("REVOKE SET ON PARAMETER session_replication_role FROM gwarant_app",),
    ),
)
