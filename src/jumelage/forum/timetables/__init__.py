"""Timetables of meetings: made from the records, worked out in the background, read, worded, told, printed."""
