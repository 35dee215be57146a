"""What a process remembers for itself: what is dear to count, until the registry changes.

What several processes have to know of each other (how often somebody tried to sign in) is in Django's default cache,
which is kept in the database.
"""

from django.core.cache import caches
from django.utils.connection import ConnectionProxy

memory = ConnectionProxy(caches, "memory")
