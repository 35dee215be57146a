"""How often somebody without an account may do something: counted for all processes together."""

from django.core.cache import cache

from jumelage.core.clock import now


def is_too_often(what: str, who: str, *, most: int, seconds: int) -> bool:
    """Count one more time that somebody does something; whether it is more often than ``most`` times in a period.

    ``who`` is an address of a network or of e-mail; it is kept for that long only.
    """
    period = int(now().timestamp()) // seconds
    key = f"{what}:{who}:{period}".replace(" ", "_")[:200]
    times = int(cache.get(key) or 0) + 1
    cache.set(key, times, seconds)
    return times > most
