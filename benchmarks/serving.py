"""Serving an instance as a user does, to look at it with a browser."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.error import URLError
from urllib.request import Request, urlopen

from benchmarks.instances import ROOT, ChildFailedError, Instance

PATIENCE = 180


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(instance: Instance) -> Iterator[str]:
    """Serve the instance, give its address, and stop it afterwards."""
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    log = instance.data_dir / "server.log"
    with log.open("wb") as file:
        server = subprocess.Popen(
            [sys.executable, "-m", "jumelage.cli.main", "serve", "--port", str(port)],
            env=instance.environment() | {"JUMELAGE_BASE_URL": address},
            cwd=ROOT, stdout=file, stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            _wait(address, server)
            yield address
        finally:
            server.terminate()
            server.wait(timeout=30)


def _wait(address: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        try:
            urlopen(f"{address}/en/about/", timeout=30).close()  # noqa: S310 - our own server
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
        else:
            return
    raise ChildFailedError(f"{address} does not answer")


def body_size(address: str, accepted: str) -> tuple[int, str]:
    """Return the bytes of the body that is sent for an address, and how it was compressed."""
    request = Request(address, headers={"Accept-Encoding": accepted})  # noqa: S310 - our own server
    with urlopen(request, timeout=120) as answer:  # noqa: S310 - our own server
        return len(answer.read()), answer.headers.get("Content-Encoding") or "identity"
