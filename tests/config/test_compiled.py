"""What Python compiles is kept: a checkout whose environment forbids that would compile Django at every start."""

import os
import subprocess
from pathlib import Path

UV = Path(__file__).parents[2] / "bin" / "uv"
ASKED = "import sys; print(sys.dont_write_bytecode, sys.pycache_prefix)"


def test_commands_of_a_checkout_keep_what_was_compiled() -> None:
    told = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    command = [UV, "run", "--frozen", "--no-sync", "python", "-c", ASKED]
    done = subprocess.run(command, env=told, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", str(UV.parents[1] / ".tools" / "compiled")]
