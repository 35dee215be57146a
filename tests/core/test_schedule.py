"""The schedule: what is due when, and that it is done once however many look."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django_tasks_db.models import DBTaskResult

from jumelage.core import schedule
from jumelage.core.domain.schedule import Daily, Every, Monthly, is_due
from jumelage.core.work_models import PeriodicJob

NOON = datetime(2026, 3, 15, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)

#: SQLite in memory, as tests have it, has no turns to wait for. Two commands share a file in test_worker.py.
in_parallel = pytest.mark.skipif(connection.vendor == "sqlite", reason="needs PostgreSQL")


@pytest.mark.parametrize(
    ("rhythm", "done_until", "moment", "due"),
    [
        (Every(6 * HOUR), NOON, NOON + 6 * HOUR, True),
        (Every(6 * HOUR), NOON, NOON + 5 * HOUR, False),
        (Daily(3), NOON, NOON + 14 * HOUR, False),
        (Daily(3), NOON, NOON + 15 * HOUR, True),
        (Daily(13), NOON, NOON + HOUR, True),
        (Monthly(1, 6), NOON, datetime(2026, 4, 1, 5, 59, tzinfo=UTC), False),
        (Monthly(1, 6), NOON, datetime(2026, 4, 1, 6, tzinfo=UTC), True),
        (Monthly(28, 6), NOON, datetime(2027, 1, 2, tzinfo=UTC), True),
    ],
)
def test_a_job_is_due_when_its_time_has_come_since(rhythm, done_until, moment, due):
    assert is_due(rhythm, done_until, moment) is due


def test_the_month_before_january_is_december():
    january = datetime(2027, 1, 2, tzinfo=UTC)
    assert Monthly(28, 6).latest(january, NOON) == datetime(2026, 12, 28, 6, tzinfo=UTC)


@pytest.fixture
def jobs(monkeypatch):
    monkeypatch.setattr(schedule, "JOBS", {})
    done: list[str] = []
    schedule.periodic("test.daily", Daily(3))(lambda: done.append("daily"))
    return done


@pytest.mark.django_db
def test_a_new_job_waits_for_its_time_and_what_was_missed_is_done_once(jobs):
    assert schedule.enqueue_due(NOON) == []
    assert schedule.enqueue_due(NOON + HOUR) == []
    assert schedule.enqueue_due(NOON + timedelta(days=5)) == ["test.daily"]
    assert schedule.enqueue_due(NOON + timedelta(days=5, minutes=1)) == []
    assert jobs == ["daily"]


@pytest.mark.django_db
def test_two_workers_that_look_at_once_enqueue_a_job_once(jobs, queue):
    schedule.enqueue_due(NOON)
    job, since = schedule.JOBS["test.daily"], PeriodicJob.objects.get().done_until
    later = NOON + timedelta(days=1)
    # Both have read the same row before either moves it on.
    assert [schedule._enqueue(job, since, later) for _ in range(2)] == [True, False]
    assert DBTaskResult.objects.count() == 1


@in_parallel
@pytest.mark.django_db(transaction=True)
def test_workers_in_parallel_enqueue_a_job_once(jobs, queue):
    schedule.enqueue_due(NOON)
    together = threading.Barrier(4)

    def look():
        together.wait()
        schedule.enqueue_due(NOON + timedelta(days=1))
        connection.close()

    threads = [threading.Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert DBTaskResult.objects.count() == 1


def test_a_name_belongs_to_one_job(jobs):
    with pytest.raises(ValueError, match=r"test\.daily"):
        schedule.periodic("test.daily", Daily())(pytest.fail)


def test_a_job_that_is_known_no_more_is_left(jobs):
    schedule.run_job.func("test.gone")
    assert jobs == []


def test_the_apps_have_their_jobs():
    assert {
        "core.clear_old_tasks", "core.clear_shared_cache", "accounts.clear_sessions", "ties.refresh_stale",
    } <= set(schedule.JOBS)  # fmt: skip


@pytest.mark.django_db
def test_keeping_the_tables_small(queue, monkeypatch):
    from jumelage.core import jobs as core_jobs
    from jumelage.core.work_models import SharedEntry

    for status, days in [("SUCCESSFUL", 1), ("SUCCESSFUL", 3), ("FAILED", 3), ("FAILED", 31)]:
        DBTaskResult.objects.create(
            status=status, finished_at=NOON - timedelta(days=days), args_kwargs={}, run_after=NOON
        )
    for key, hours in [("old", -1), ("new", 1)]:
        SharedEntry.objects.create(cache_key=key, value="", expires=NOON + hours * HOUR)
    monkeypatch.setattr(core_jobs, "now", lambda: NOON)
    assert (core_jobs.clear_old_tasks(), core_jobs.clear_shared_cache()) == (2, 1)
    assert SharedEntry.objects.get().cache_key == "new"
