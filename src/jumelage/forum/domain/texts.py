"""Texts of forums in several languages: see :mod:`jumelage.core.domain.texts`."""

from jumelage.core.domain.texts import COMMON, Said, clean, in_language

__all__ = ["COMMON", "Said", "clean", "in_language"]
