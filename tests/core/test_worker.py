"""The worker: each task once, in order, stopped without harm, taken over from one that is lost."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import OperationalError, connection, transaction
from django_tasks_db.models import DBTaskResult

from jumelage.core import worker as module
from jumelage.core.clock import now
from jumelage.core.work_models import WorkerBeat
from jumelage.core.worker import Worker, take_back_abandoned
from tests.core import work

#: SQLite in memory, as tests have it, has no turns to wait for. Two commands share a file in test_worker.py.
in_parallel = pytest.mark.skipif(connection.vendor == "sqlite", reason="needs PostgreSQL")


@pytest.fixture(autouse=True)
def _nothing_done(queue):
    work.done.clear()
    work.begun.clear()
    work.go_on.clear()


@pytest.fixture(autouse=True)
def _no_schedule(monkeypatch):
    monkeypatch.setattr(module, "enqueue_due", lambda _moment: [])


@pytest.mark.django_db
def test_a_batch_does_what_waits_tells_and_leaves(caplog):
    work.note.enqueue("a")
    work.fail.enqueue()
    work.note.using(priority=5).enqueue("first")
    work.note.using(run_after=now() + timedelta(hours=1)).enqueue("later")
    told = []
    Worker(batch=True, told=lambda name, status, _seconds: told.append((name, status))).run()
    assert work.done == ["first", "a"]
    assert told == [("note", "SUCCESSFUL"), ("note", "SUCCESSFUL"), ("fail", "FAILED")]
    assert "ValueError: no" in DBTaskResult.objects.get(status="FAILED").traceback
    assert not WorkerBeat.objects.exists()


@pytest.mark.django_db
def test_what_is_undone_is_not_done():
    with transaction.atomic():
        work.note.enqueue("never")
        transaction.set_rollback(True)
    Worker(batch=True).run()
    assert work.done == []


def in_threads(*workers: Worker) -> list[threading.Thread]:
    threads = [threading.Thread(target=worker.run) for worker in workers]
    for thread in threads:
        thread.start()
    return threads


@in_parallel
@pytest.mark.django_db(transaction=True)
def test_two_workers_do_each_task_once():
    for number in range(40):
        work.note.enqueue(str(number))
    for thread in in_threads(Worker(batch=True), Worker(batch=True)):
        thread.join()
    assert sorted(work.done, key=int) == [str(number) for number in range(40)]


@pytest.mark.django_db(transaction=True)
def test_a_worker_told_to_stop_ends_its_task_and_leaves_the_rest():
    work.wait.enqueue("begun")
    work.note.enqueue("left")
    stopped = Worker()
    (thread,) = in_threads(stopped)
    assert work.begun.wait(20)
    assert WorkerBeat.objects.get().worker == stopped.worker_id
    stopped.stop()
    work.go_on.set()
    thread.join(20)
    assert work.done == ["begun"]
    Worker(batch=True).run()
    assert work.done == ["begun", "left"]


@in_parallel
@pytest.mark.django_db(transaction=True)
def test_others_write_while_a_worker_works():
    (thread,) = in_threads(idle := Worker())
    try:
        for number in range(50):
            work.note.enqueue(str(number))
        until = time.monotonic() + 30
        while len(work.done) < 50 and time.monotonic() < until:
            time.sleep(0.05)
    finally:
        idle.stop()
        thread.join(20)
    assert sorted(work.done, key=int) == [str(number) for number in range(50)]


def begun_by(worker: str, minutes: int, *before: str) -> DBTaskResult:
    result = work.note.enqueue("again").db_result
    result.status, result.started_at = "RUNNING", now() - timedelta(minutes=minutes)
    result.worker_ids = [*before, worker]
    result.save()
    return result


@pytest.mark.django_db
def test_what_a_lost_worker_had_begun_is_done_by_another():
    WorkerBeat.objects.create(worker="lost", seen_at=now() - timedelta(minutes=3))
    WorkerBeat.objects.create(worker="busy", seen_at=now())
    begun_by("lost", 5)
    begun_by("never heard of", 5)
    begun_by("busy", 60)
    begun_by("just begun", 0)
    assert take_back_abandoned() == 2
    Worker(batch=True).run()
    assert work.done == ["again", "again"]
    assert DBTaskResult.objects.filter(status="RUNNING").count() == 2


@pytest.mark.django_db
def test_a_task_that_stops_its_workers_is_given_up():
    result = begun_by("third", 5, "first", "second")
    assert take_back_abandoned() == 1
    result.refresh_from_db()
    assert result.status == "FAILED"
    assert result.finished_at


@pytest.mark.django_db
def test_a_queue_that_cannot_be_read_is_tried_again(monkeypatch, caplog):
    work.note.enqueue("a")
    calls = iter([OperationalError("database is locked")])

    def locked_once(self):
        for error in calls:
            raise error
        return real(self)

    real = Worker._claim
    monkeypatch.setattr(Worker, "_claim", locked_once)
    monkeypatch.setattr(connection, "close", lambda: None)  # the test's own transaction is on it
    monkeypatch.setattr(module, "PAUSE", 0.01)
    Worker(batch=True).run()
    assert work.done == ["a"]
    assert "trying again" in caplog.text


@pytest.mark.django_db
def test_a_task_whose_end_cannot_be_written_is_done_again(monkeypatch, caplog):
    work.note.enqueue("a")
    locked = OperationalError("database is locked")
    refuse = monkeypatch.context()

    def fail(*_args):
        raise locked

    with refuse as patch:
        patch.setattr(connection, "close", lambda: None)
        patch.setattr(DBTaskResult, "set_successful", fail)
        patch.setattr(DBTaskResult, "set_failed", fail)
        worker = Worker(batch=True)
        name = worker.worker_id
        worker.run()
    assert worker.worker_id != name
    DBTaskResult.objects.update(started_at=now() - timedelta(minutes=5))
    WorkerBeat.objects.update(seen_at=now() - timedelta(minutes=5))
    Worker(batch=True).run()
    assert work.done == ["a", "a"]


JUMELAGE = str(Path(sys.executable).parent / "jumelage")
ENQUEUE = """
from jumelage.cli.setup import ensure_database, prepare
prepare(None)
ensure_database()
from jumelage.core.tasks import deliver_mail
for number in range(60):
    message = {"to": "a@example.org", "subject": f"<{number}>", "text": "", "html": "", "headers": {}}
    deliver_mail.enqueue(message)
"""


@pytest.fixture(scope="module")
def installation(tmp_path_factory) -> dict[str, str]:
    """An installation of its own, on a file as it is by default: the environment to run commands in."""
    env = {**os.environ, "JUMELAGE_DATA_DIR": str(tmp_path_factory.mktemp("data"))}
    env.pop("DATABASE_URL", None)
    subprocess.run([sys.executable, "-c", ENQUEUE], env=env, check=True)
    return env


def test_a_signal_stops_the_command_and_two_of_them_share_the_rest(installation, tmp_path):
    out, said = tmp_path / "out", tmp_path / "said"

    def start(*words: str) -> subprocess.Popen[bytes]:
        with out.open("ab") as stdout, said.open("ab") as stderr:
            command = [JUMELAGE, "worker", *words]
            return subprocess.Popen(command, env=installation, stdout=stdout, stderr=stderr)

    first = start()
    until = time.monotonic() + 60
    while b"Subject" not in out.read_bytes():
        assert time.monotonic() < until, said.read_text()
        time.sleep(0.05)
    first.send_signal(signal.SIGTERM)
    assert first.wait(timeout=30) == 0
    lines = said.read_text().splitlines()
    assert (lines[0][:7], lines[-1]) == ("At work", "Stopped.")
    both = [start("--batch"), start("--batch")]
    assert [process.wait(timeout=60) for process in both] == [0, 0]
    sent = re.findall("^Subject: <(.+)>$", out.read_text(), flags=re.MULTILINE)
    assert sorted(sent, key=int) == [str(number) for number in range(60)]
    assert "locked" not in said.read_text()
