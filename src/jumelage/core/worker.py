"""The worker: takes tasks out of the queue in the database and does them, and looks after the schedule.

``jumelage worker`` runs one in a process of its own; ``jumelage serve`` runs one in a thread. Any number may work at
the same time, on any number of machines. A worker says every few seconds that it is there; what one has begun that has
fallen silent is put back into the queue, so a task may be done twice, and must bear it.
"""

import logging
import os
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from secrets import token_hex

from django.db import OperationalError, close_old_connections, connection, transaction
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS, TaskResultStatus
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult

from jumelage.core.clock import now
from jumelage.core.schedule import enqueue_due
from jumelage.core.work_models import WorkerBeat

logger = logging.getLogger(__name__)

#: Seconds: between two looks into an empty queue; between two signs of life; between two looks at the schedule.
PAUSE, BEAT, LOOK = 1.0, 20.0, 30.0
#: Whoever has not been heard of for so long is gone.
SILENCE = timedelta(minutes=2)
#: A task that so many workers have begun and not ended is given up: it may be what stopped them.
MOST_BEGINNINGS = 3


class Worker(db_worker.Worker):
    """Does tasks until it is told to stop; then it ends the one it is at.

    ``batch`` leaves as soon as nothing is left to do now. ``told`` hears of each task: its name, how it ended, the
    seconds it took.
    """

    def __init__(
        self, *, batch: bool = False, told: Callable[[str, str, float], None] | None = None
    ) -> None:
        super().__init__(
            queue_names=["*"],
            excluded_queue_names=[],
            interval=PAUSE,
            batch=batch,
            backend_name=DEFAULT_TASK_BACKEND_ALIAS,
            startup_delay=False,
            max_tasks=None,
            worker_id=new_name(),
        )
        self.told = told
        self._stopped = threading.Event()
        self._looked = float("-inf")

    def stop(self) -> None:
        """Let the worker end, once it has ended the task it is at."""
        self._stopped.set()

    def run(self) -> None:
        """Work until told to stop, until the process ends, or (``batch``) until nothing is left."""
        beating = threading.Thread(target=self._beat, name="worker-beat", daemon=True)
        try:
            self._say_alive()
            beating.start()
            while not self._is_over():
                did_something = self._step()
                if self.batch and did_something is False:
                    break
                if not did_something:
                    self._stopped.wait(self.interval)
        finally:
            self.stop()
            self._leave()

    def _is_over(self) -> bool:
        # In a thread beside a server: that one's end is ours too.
        return self._stopped.is_set() or not threading.main_thread().is_alive()

    def _step(self) -> bool | None:
        """Do a task: True; False if there is none; None if the database could not be asked just now."""
        if not connection.in_atomic_block:  # it never is, but in a test
            close_old_connections()
        try:
            self._look_around()
            result = self._claim()
        except OperationalError as error:
            logger.warning("The queue cannot be read, trying again: %s", error)
            connection.close()
            return None
        if result is None:
            return False
        try:
            self.run_task(result)
        except OperationalError as error:
            # How it ended could not be written. Under a new name we leave it, as one who is lost would, to others.
            logger.warning("A task’s end could not be written, it is done again: %s", error)
            connection.close()
            self.worker_id = new_name()
            self._say_alive()
        return True

    def _claim(self) -> "DBTaskResult | None":  # type: ignore[type-arg]
        """Take a task, so that nobody else does it. An empty queue is only read: nobody is kept from writing."""
        tasks = DBTaskResult.objects.ready().filter(backend_name=self.backend_name)
        if not tasks.exists():
            return None
        with transaction.atomic():
            result = tasks.get_locked()
            if result is not None:
                result.claim(self.worker_id)
        return result

    def run_task(self, db_task_result: "DBTaskResult") -> None:  # type: ignore[type-arg]
        """Do a task, and tell how it went."""
        started = time.monotonic()
        super().run_task(db_task_result)
        if self.told:
            seconds = time.monotonic() - started
            self.told(name_of(db_task_result), db_task_result.status, seconds)

    def _look_around(self) -> None:
        """From time to time: enqueue what the schedule wants, and put back what a lost worker had begun."""
        if time.monotonic() - self._looked < LOOK:
            return
        enqueue_due(now())
        take_back_abandoned()
        self._looked = time.monotonic()

    def _beat(self) -> None:
        while not self._stopped.wait(BEAT):
            self._say_alive()
            connection.close()

    def _say_alive(self) -> None:
        try:
            WorkerBeat.objects.update_or_create(worker=self.worker_id, defaults={"seen_at": now()})
        except OperationalError as error:  # it is said again soon
            logger.warning("A sign of life could not be written: %s", error)

    def _leave(self) -> None:
        with suppress(OperationalError):  # then the others find out by its silence
            WorkerBeat.objects.filter(worker=self.worker_id).delete()
        if threading.current_thread() is not threading.main_thread():
            connection.close()


def new_name() -> str:
    """Return a name that no other worker has."""
    return f"{socket.gethostname()[:30]}-{os.getpid()}-{token_hex(6)}"


def name_of(result: "DBTaskResult") -> str:  # type: ignore[type-arg]
    """Return what a task does, in a word: its own name, or that of the job of the schedule."""
    args = result.args_kwargs["args"]
    return str(args[0]) if result.task_path.endswith(".run_job") and args else result.task_name


def take_back_abandoned() -> int:
    """Put tasks whose worker has fallen silent back into the queue; give those up that stopped several. Count both."""
    silent_since = now() - SILENCE
    WorkerBeat.objects.filter(seen_at__lt=silent_since).delete()
    alive = set(WorkerBeat.objects.values_list("worker", flat=True))
    taken = 0
    for result in DBTaskResult.objects.running().filter(started_at__lt=silent_since):
        if result.worker_ids and result.worker_ids[-1] in alive:
            continue
        given_up = len(result.worker_ids) >= MOST_BEGINNINGS
        taken += DBTaskResult.objects.filter(
            pk=result.pk, status=TaskResultStatus.RUNNING, started_at=result.started_at
        ).update(
            status=TaskResultStatus.FAILED if given_up else TaskResultStatus.READY,
            finished_at=now() if given_up else None,
        )
    return taken
