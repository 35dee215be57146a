"""Jobs of the schedule: keeping the tables of background work and of the shared cache small."""

from datetime import timedelta

from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from jumelage.core.clock import now
from jumelage.core.schedule import Daily, periodic
from jumelage.core.work_models import SharedEntry

#: Done tasks are kept so long (messages among them), failed ones longer, so that somebody can look why.
KEEP_DONE, KEEP_FAILED = timedelta(days=2), timedelta(days=30)


@periodic("core.clear_old_tasks", Daily(hour=3))
def clear_old_tasks() -> int:
    """Delete tasks that were done, or failed, long ago; return how many."""
    moment = now()
    done = DBTaskResult.objects.filter(
        status=TaskResultStatus.SUCCESSFUL, finished_at__lt=moment - KEEP_DONE
    )
    failed = DBTaskResult.objects.filter(
        status=TaskResultStatus.FAILED, finished_at__lt=moment - KEEP_FAILED
    )
    return done.delete()[0] + failed.delete()[0]


@periodic("core.clear_shared_cache", Daily(hour=3))
def clear_shared_cache() -> int:
    """Delete rows of the shared cache that have run out (counts of attempts to sign in); return how many."""
    return SharedEntry.objects.filter(expires__lt=now()).delete()[0]
