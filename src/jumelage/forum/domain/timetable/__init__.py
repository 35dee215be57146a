"""The timetable of a forum's meetings, usable on a file without a database (docs/forum-timetable.md)."""
