"""``jumelage serve`` does background work beside serving, and ends both together."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.e2e.conftest import _answers as answers
from tests.e2e.conftest import _free_port as free_port
from tests.environment import ROOT

JUMELAGE = str(Path(sys.executable).parent / "jumelage")
ENQUEUE = """
import sys
from jumelage.cli.setup import prepare
prepare(None)
from tests.core.work import slow
slow.enqueue(3, sys.argv[1])
"""


def until(condition, process, log: Path, seconds: float = 180) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < end, log.read_text()
        time.sleep(0.1)


def test_a_task_at_hand_is_ended_when_the_server_stops(tmp_path):
    env = {**os.environ, "JUMELAGE_DATA_DIR": str(tmp_path / "data"), "PYTHONPATH": str(ROOT)}
    env.pop("DATABASE_URL", None)
    port, note = free_port(), tmp_path / "note"
    with (tmp_path / "log").open("w") as log:
        command = [JUMELAGE, "serve", "--port", str(port)]
        server = subprocess.Popen(command, env=env, stdout=log, stderr=log)
        try:
            until(lambda: answers(f"http://127.0.0.1:{port}/robots.txt"), server, tmp_path / "log")
            subprocess.run([sys.executable, "-c", ENQUEUE, str(note)], env=env, check=True)
            until(note.exists, server, tmp_path / "log")
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=60)
        finally:
            server.kill()
    assert note.read_text() == "ended"
    said = (tmp_path / "log").read_text()
    assert "done slow" in said
    assert "locked" not in said
    assert not answers(f"http://127.0.0.1:{port}/robots.txt")
