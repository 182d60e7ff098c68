"""An instance for a benchmark: a PostgreSQL of its own, migrated, that ends with the run."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from gwarant.cli.service import embedded, leave_database, load, set_up, use_own, with_secret
from gwarant.config.env import read_environment


@contextmanager
def instance(*, fast: bool = False) -> Iterator[tuple[Any, Path]]:
    """The server and the folder of its state; it waits for the disk, unless it is to be `fast`."""
    with tempfile.TemporaryDirectory(prefix="gwarant-bench-") as folder:
        for name in [one for one in os.environ if one.startswith(("GWARANT_", "DATABASE_URL"))]:
            del os.environ[name]
        state = Path(folder) / "state"
        os.environ["GWARANT_STATE_DIR"] = str(state)
        server = embedded(with_secret(read_environment(), makes=True), fast=fast)
        try:
            use_own(server)
            set_up()
            load("gwarant.cli.migrating").migrate()
            yield server, state
        finally:
            leave_database()
            server.stop()
