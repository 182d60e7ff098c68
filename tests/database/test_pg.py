"""The tests' own server: quick from its template, one for each process."""

import psycopg
from pg import discard, test_server

from gwarant.database import roles


def fill(server):
    with psycopg.connect(server.dsn(roles.OWNER)) as connection:
        connection.execute("CREATE TABLE prepared (n int)")


def test_the_template_is_made_once_and_each_server_is_its_own(tmp_path):
    made = []
    servers = [test_server(tmp_path, lambda server: made.append(1) or fill(server)) for _ in range(2)]
    try:
        with psycopg.connect(servers[0].dsn()) as connection:
            connection.execute("INSERT INTO prepared VALUES (1)")
        with psycopg.connect(servers[1].dsn()) as connection:
            assert connection.execute("SELECT count(*) FROM prepared").fetchone() == (0,)
        assert made == [1]
    finally:
        for server in servers:
            discard(server)
