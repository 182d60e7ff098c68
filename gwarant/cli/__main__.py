"""`python -m gwarant.cli`: how one program of the service starts another."""

from gwarant.cli.main import run

run()
