"""The secrets in the addresses that show a delegation’s timetable, and the board in the hall, without signing in.

Nothing of them is kept: each is made from the row's number and a word that is renewed to take the address back, with
the key of the installation. So it can be shown again, and cannot be made from a copy of the database.
"""

from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from jumelage.core.mail import absolute
from jumelage.core.memory import memory
from jumelage.forum.models import Attendance, MeetingRules

_MOST_DIGITS = 18
_LONGEST_KEY = 240
#: Seconds for which it is remembered whose an address is.
REMEMBERED = 15


def _secret(kind: str, number: int, word: str) -> str:
    digest = salted_hmac(f"forum.{kind}", f"{number}:{word}", algorithm="sha256").hexdigest()
    return f"{number}-{digest[:40]}"


def _number(secret: str) -> int:
    number = secret.partition("-")[0]
    if not number.isascii() or not number.isdigit() or len(number) > _MOST_DIGITS:
        return 0
    return int(number)


def secret_of(attendance: Attendance) -> str:
    """Return the secret of a delegation’s timetable; empty if nobody may read it so."""
    if not attendance.feed_key:
        return ""
    return _secret("timetable", attendance.pk, attendance.feed_key)


def board_secret_of(rules: MeetingRules) -> str:
    """Return the secret of an edition’s board; empty if it has none."""
    return _secret("board", rules.pk, rules.board_key) if rules.board_key else ""


def attendance_with(secret: str, series: str, edition: str) -> Attendance | None:
    """Return whose timetable a secret shows; ``None`` if it was taken back or never was: one query.

    Which delegation it is, is remembered for some seconds; whether the address is still good is always asked.
    """
    key = f"forum-secret:{series}:{edition}:{secret}" if secret.isascii() else ""
    known: Attendance | None = memory.get(key) if key and len(key) < _LONGEST_KEY else None
    if known is not None:
        is_good = Attendance.objects.filter(pk=known.pk, feed_key=known.feed_key).exists()
        return known if is_good else None
    found = _attendance_with(secret, series, edition)
    if found is not None:
        memory.set(key, found, REMEMBERED)
    return found


def _attendance_with(secret: str, series: str, edition: str) -> Attendance | None:
    rows = Attendance.objects.exclude(feed_key="").select_related(
        "delegation__place", "delegation__edition__series", "delegation__edition__place"
    )
    address = {
        "delegation__edition__series__slug": series,
        "delegation__edition__slug": edition,
    }
    found = rows.filter(pk=_number(secret), **address).first()
    if found is None or not constant_time_compare(secret, secret_of(found)):
        return None
    return found


def rules_with(secret: str, series: str, edition: str) -> MeetingRules | None:
    """Return the rules of the edition whose board a secret shows; ``None`` if it shows none: one query."""
    rows = MeetingRules.objects.exclude(board_key="").select_related("edition__series")
    address = {"edition__series__slug": series, "edition__slug": edition}
    found = rows.filter(pk=_number(secret), **address).first()
    if found is None or not constant_time_compare(secret, board_secret_of(found)):
        return None
    return found


def address_of(attendance: Attendance, page: str = "forum-timetable") -> str:
    """Return a whole address of a delegation’s timetable, in the present language."""
    edition = attendance.delegation.edition
    parts = [edition.series.slug, edition.slug, secret_of(attendance)]
    return absolute(reverse(f"site:{page}", args=parts))


def board_address_of(rules: MeetingRules) -> str:
    """Return the whole address of an edition’s board, in the present language."""
    edition = rules.edition
    parts = [edition.series.slug, edition.slug, board_secret_of(rules)]
    return absolute(reverse("site:forum-board", args=parts))
