"""What background work and the shared cache keep in the database."""

from django.db import models


class PeriodicJob(models.Model):
    """A job of the schedule, and since when it counts as done: see :mod:`jumelage.core.schedule`."""

    name = models.CharField(max_length=100, unique=True)
    done_until = models.DateTimeField()

    class Meta:
        app_label = "core"

    def __str__(self) -> str:
        return f"{self.name}, {self.done_until:%Y-%m-%d %H:%M}"


class WorkerBeat(models.Model):
    """A worker that is at work: it says so again and again. What a silent one has begun, another does."""

    worker = models.CharField(max_length=64, unique=True)
    seen_at = models.DateTimeField()

    class Meta:
        app_label = "core"

    def __str__(self) -> str:
        return f"{self.worker}, seen {self.seen_at:%Y-%m-%d %H:%M:%S}"


class SharedEntry(models.Model):
    """A row of Django's cache in the database, which reads and writes it by itself; the names are Django's."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        app_label = "core"
        db_table = "core_shared_cache"

    def __str__(self) -> str:
        return self.cache_key
