"""A running instance and the system's Chromium."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, sync_playwright

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--disable-features=IsolateSandboxedIframes",  # a process for each of two hundred frames is more than is here
)
HERE = Path(__file__).parent


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All of them in one worker: they share the instance."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.begun_first)


@pytest.fixture(scope="session")
def live(pytestconfig: pytest.Config, django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an instance with the cast, a month of tickets and a running engine; it begins with a copy."""
    state, port = tmp_path_factory.mktemp("live"), _free_port()
    (made,) = Path(pytestconfig.cache.mkdir("postgres")).glob("template-main-*")
    subprocess.run(["cp", "-a", f"{made}/.", str(state)], check=True)
    environment = {**os.environ, "GWARANT_STATE_DIR": str(state), "GWARANT_PORT": str(port)}
    for name in ("DJANGO_SETTINGS_MODULE", "DJANGO_ALLOW_ASYNC_UNSAFE"):
        environment.pop(name, None)
    subprocess.run([sys.executable, str(HERE / "prepare.py")], env=environment, check=True, timeout=300)
    log = open(state / "log", "w", encoding="utf-8")  # noqa: SIM115
    running = subprocess.Popen([sys.executable, "-m", "gwarant.cli", "up"], env=environment, stdout=log, stderr=log)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(f"{address}/readyz", running, state / "log")
        yield address
    finally:
        running.terminate()
        running.wait(60)
        log.close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's browser; skipped where there is none."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("no Chromium here: bin/test installs it where it may")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(QUIET))
        yield browser
        browser.close()


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _wait_for(address: str, running: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + 90
    while time.monotonic() < end and running.poll() is None:
        try:
            with urlopen(address, timeout=5):
                return
        except (URLError, OSError):
            time.sleep(0.3)
    pytest.fail(f"the instance did not come up:\n{log.read_text()[-4000:]}")
