"""What the registry says when it refuses something: always with the reason, and with what to do."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: a machine code, the field it concerns, and the message for a person."""

    code: str
    field: str
    message: str

    def __str__(self) -> str:
        return f"{self.field}: {self.message}" if self.field else self.message


class RefusedError(Exception):
    """An action refused its input or its actor. Nothing was written."""

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems
        super().__init__("; ".join(str(problem) for problem in problems))


class NotAllowedError(RefusedError):
    """The actor has no right to do this."""
