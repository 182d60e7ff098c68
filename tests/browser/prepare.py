"""Makes the instance that browser tests look at: the cast, their contracts, a month of tickets."""

from datetime import UTC, datetime

from gwarant.cli.service import embedded, leave_database, load, say, set_up, told, use_own, with_secret
from gwarant.config.env import read_environment

A_FEW = {"SHOP": 3, "CLINIC": 2, "PLANT": 1, "UNI": 2}


def main() -> None:
    server = embedded(with_secret(read_environment(), makes=True), fast=True)
    with told():
        use_own(server)
        set_up()
        load("gwarant.cli.migrating").migrate()
        _fill()
        leave_database()
        server.stop()


def _fill() -> None:
    from gwarant.demo.build import build  # noqa: PLC0415 - needs Django

    build(datetime.now(UTC).replace(microsecond=0), say, months=1, a_month=A_FEW)


if __name__ == "__main__":
    main()
