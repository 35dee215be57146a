"""Start the product in an empty data folder, as a user does, and ask it what the README promises.

Prints what it asked and what was answered; exits with 1 at the first answer that is not as promised.
"""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

JUMELAGE = str(Path(sys.executable).parent / "jumelage")
PAGES = ("/en/", "/ru/", "/en/atlas/", "/en/ties/", "/ru/countries/ru/us/", "/api/v1/ties")


def command(*arguments: str, folder: str) -> str:
    """Run ``jumelage`` and return what it printed; stop here if it failed."""
    done = subprocess.run(  # noqa: S603 - our own arguments
        [JUMELAGE, "--data-dir", folder, *arguments], capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"jumelage {' '.join(arguments)} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


def expect(condition: object, what: str) -> None:
    """Say what holds, or stop."""
    if not condition:
        sys.exit(f"FAILED: {what}")
    sys.stdout.write(f"  {what}\n")


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def reports(folder: str) -> None:
    """Ask for the sentence on three days: they must differ as history did."""
    answers = [
        json.loads(command("report", "RU", "US", "--on", day, "--format", "json", folder=folder))
        for day in ("1985-01-01", "2019-10-11", "2022-12-31")
    ]
    cities = [answer["a"]["places"].get("city", 0) for answer in answers]
    expect(cities[0] < cities[2] < cities[1], f"Russian cities connected: {cities}")
    expect(answers[1]["reported"], answers[1]["sentence"])
    expect("Сан-Диего" in command("ties", "Владивосток", "--lang", "ru", folder=folder),
           "jumelage ties Владивосток names Сан-Диего")  # fmt: skip
    command("check", folder=folder)
    expect(True, "jumelage check: no problem")


def wait_for(address: str, process: "subprocess.Popen[str]", seconds: float) -> None:
    """Wait until the server answers."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if process.poll() is not None:
            sys.exit("FAILED: the server stopped")
        try:
            urlopen(address, timeout=5).close()  # noqa: S310 - our own address
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.3)
        else:
            return
    sys.exit(f"FAILED: no answer within {seconds} s")


def pages(address: str, paths: Sequence[str]) -> None:
    """Fetch pages, and check that each came."""
    for path in paths:
        request = Request(address + path, headers={"Accept-Encoding": "identity"})  # noqa: S310
        with urlopen(request, timeout=30) as answer:  # noqa: S310
            expect(answer.status == 200 and answer.read(), f"GET {path}: {answer.status}")


def main() -> None:
    """Do it all in a folder that is thrown away."""
    with tempfile.TemporaryDirectory(prefix="jumelage-smoke-") as folder:
        port = str(free_port())
        with subprocess.Popen(  # noqa: S603 - our own arguments
            [JUMELAGE, "--data-dir", folder, "serve", "--port", port],
            text=True,
            env=os.environ | {"JUMELAGE_BASE_URL": f"http://127.0.0.1:{port}"},
        ) as server:
            try:
                wait_for(f"http://127.0.0.1:{port}/en/", server, 120)
                pages(f"http://127.0.0.1:{port}", PAGES)
            finally:
                server.terminate()
        reports(folder)
    sys.stdout.write("The product starts and answers.\n")


if __name__ == "__main__":
    main()
