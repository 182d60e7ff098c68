"""Whether an address can be listened on."""

import errno
import socket
import time

from gwarant.cli.terminal import unusable

ANY = 0


def claim(host: str, port: int, *, patience: float = 0.0) -> None:
    """Make sure that the port is free; one that a dying process still holds is waited for."""
    deadline = time.monotonic() + patience
    while (error := _try(host, port)) is not None:
        if error.errno != errno.EADDRINUSE:
            raise unusable("GWARANT_HOST", f"{host}:{port} cannot be listened on: {error.strerror or error}")
        if time.monotonic() > deadline:
            raise unusable("GWARANT_PORT", f"{port} is taken by another program", "set another one")
        time.sleep(0.1)


def free_port(host: str, wanted: int) -> int:
    """The wanted port, else any that is free."""
    if _try(host, wanted) is None:
        return wanted
    with socket.create_server((host, ANY)) as server:
        return int(server.getsockname()[1])


def answers(host: str, port: int) -> bool:
    """Whether somebody listens there."""
    try:
        socket.create_connection((_reachable(host), port), timeout=1).close()
    except OSError:
        return False
    return True


def inner_url(host: str, port: int) -> str:
    """Where programs on this machine reach the web server that listens there."""
    found = _reachable(host)
    return f"http://[{found}]:{port}" if ":" in found else f"http://{found}:{port}"


def _reachable(host: str) -> str:
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)


def _try(host: str, port: int) -> OSError | None:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as error:
        return error
    return None
