"""Whether the files that rows name are where they belong; it needs Django."""

from gwarant.database.scope import ENGINE, scoped
from gwarant.files.store import folder
from gwarant.files.uses import all_in_use


def lost_files() -> list[str]:
    """The hashes of the files that rows name and that are not in the folder."""
    with scoped(ENGINE):
        return sorted({name for name in all_in_use() if not folder().has(name)})
