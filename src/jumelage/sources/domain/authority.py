"""How much a source's word weighs where sources disagree."""

from enum import IntEnum


class Authority(IntEnum):
    """What kind of publication a source is; the higher number decides a dispute."""

    GAZETTEER = 0
    PRESS = 1
    WIKIPEDIA = 2
    WIKIDATA = 3
    REGISTER = 4
    MUNICIPALITY = 5
    COUNCIL = 6
    AGREEMENT = 7

    @property
    def code(self) -> str:
        """The name used in files and addresses."""
        return self.name.lower()

    @property
    def is_official(self) -> bool:
        """Whether one of the two authorities, or those who keep a register for them, speaks here."""
        return self >= Authority.REGISTER


def parse_authority(code: str) -> Authority:
    """Return the authority named ``code`` (``"press"`` …).

    Raises:
        ValueError: there is none of this name; the message lists those there are.
    """
    try:
        return Authority[code.strip().upper()]
    except KeyError:
        known = ", ".join(authority.code for authority in sorted(Authority, reverse=True))
        raise ValueError(f"“{code}” is no kind of source; the kinds are: {known}") from None
