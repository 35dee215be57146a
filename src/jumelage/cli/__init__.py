"""The ``jumelage`` command: the composition root of a process at a terminal."""
