"""How often somebody may fail to sign in: counted by name and by address, in the cache, for a quarter of an hour."""

from hashlib import sha256

from django.core.cache import cache

#: Failures are forgotten after so many seconds.
WINDOW = 15 * 60
#: So many failures with one name; with any names from one address, behind which may be a whole town hall.
BY_NAME, BY_ADDRESS = 10, 30


def _keys(name: str, address: str) -> tuple[tuple[str, int], tuple[str, int]]:
    digest = sha256(name.strip().casefold().encode()).hexdigest()
    return (f"sign-in:name:{digest}", BY_NAME), (f"sign-in:address:{address}", BY_ADDRESS)


def is_blocked(name: str, address: str) -> bool:
    """Whether there were too many failures of late. It is the same for names that nobody has."""
    return any(cache.get(key, 0) >= most for key, most in _keys(name, address))


def count_failure(name: str, address: str) -> None:
    """Note a failure."""
    for key, _most in _keys(name, address):
        cache.add(key, 0, WINDOW)
        try:
            cache.incr(key)
        except ValueError:  # it ran out in between
            cache.set(key, 1, WINDOW)


def forget_failures(name: str) -> None:
    """Somebody signed in with this name: its failures count no more. Those of the address do."""
    cache.delete(_keys(name, "")[0][0])
