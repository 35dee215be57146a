"""Background work in tests: done at once, and what fails there fails the test."""

from django_tasks import TaskResultStatus
from django_tasks.backends.immediate import ImmediateBackend


class AtOnce(ImmediateBackend):
    """Does a task when it is enqueued, wherever that is."""

    def enqueue(self, task, args, kwargs):
        result = super().enqueue(task, args, kwargs)
        if result.status == TaskResultStatus.FAILED:
            raise AssertionError(f"the task {task.name} failed: {result.errors[0].traceback}")
        return result


class ThreadAtOnce:
    """Stands for a thread: what it is to do is done when it is started."""

    def __init__(self, target, **_named):
        self.start = target


AT_ONCE = {"default": {"BACKEND": "tests.at_once.AtOnce", "QUEUES": []}}
IN_DATABASE = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
