"""The guards of the database are those that stand in the list of this release."""

from pathlib import Path

from gwarant.database import guards

LIST = Path(guards.__file__).with_name(guards.EXPECTED)


def test_what_the_migrations_make_is_what_verification_expects(db: None) -> None:
    """After a migration that guards something, write the list anew: the test prints it into the file that it names."""
    made = "".join(f"{line}\n" for line in sorted(guards.there()))
    if LIST.read_text(encoding="utf-8") != made:
        proposed = LIST.with_suffix(".new")
        proposed.write_text(made, encoding="utf-8")
        raise AssertionError(f"the list differs: look at {proposed} and put it in the place of {LIST}")
