"""The schedule: jobs that are done again and again. Apps register theirs in a module ``jobs``:

    @periodic("accounts.clear_sessions", Daily(hour=3))
    def clear_sessions() -> None: ...

A worker looks every half minute what is due, and puts it into the queue like any other task. However many workers there
are, a job is enqueued once: who moves its row of :class:`~jumelage.core.work_models.PeriodicJob` on enqueues it. A job
that is new to an installation is done for the first time when its time comes, not at once.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.db import transaction
from django_tasks import task

from jumelage.core.domain.schedule import Daily, Every, Monthly, Rhythm, is_due
from jumelage.core.work_models import PeriodicJob

__all__ = ["JOBS", "Daily", "Every", "Job", "Monthly", "enqueue_due", "periodic"]

F = TypeVar("F", bound=Callable[[], object])


@dataclass(frozen=True, slots=True)
class Job:
    """A job of the schedule: its name (``app.job``), how often, and what it does."""

    name: str
    rhythm: Rhythm
    run: Callable[[], object]


#: All jobs by name.
JOBS: dict[str, Job] = {}


def periodic(name: str, rhythm: Rhythm) -> Callable[[F], F]:
    """Register a function without arguments as a job. It must bear to be done twice: a worker may be stopped in it."""

    def register(function: F) -> F:
        if name in JOBS and JOBS[name].run.__module__ != function.__module__:
            raise ValueError(f"there is a job “{name}” already, in {JOBS[name].run.__module__}")
        JOBS[name] = Job(name, rhythm, function)
        return function

    return register


@task()
def run_job(name: str) -> None:
    """Do a job of the schedule. One that a newer version knows no more is left."""
    job = JOBS.get(name)
    if job is not None:
        job.run()


def enqueue_due(moment: datetime) -> list[str]:
    """Put the jobs that are due into the queue, each once however many workers look; return their names."""
    known = dict(PeriodicJob.objects.values_list("name", "done_until"))
    new = [PeriodicJob(name=name, done_until=moment) for name in JOBS if name not in known]
    if new:
        PeriodicJob.objects.bulk_create(new, ignore_conflicts=True)
    return [
        job.name
        for job in JOBS.values()
        if job.name in known
        and is_due(job.rhythm, known[job.name], moment)
        and _enqueue(job, known[job.name], moment)
    ]


@transaction.atomic
def _enqueue(job: Job, done_until: datetime, moment: datetime) -> bool:
    """Enqueue a job, unless somebody else did since its row was read."""
    until = job.rhythm.latest(moment, done_until)
    row = PeriodicJob.objects.filter(name=job.name, done_until=done_until)
    if not row.update(done_until=until):
        return False
    run_job.enqueue(job.name)
    return True
