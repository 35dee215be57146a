"""What suggestions keep of the gazetteer, made of a few towns: all of it takes half a minute."""

from collections.abc import Callable, Sequence
from pathlib import Path

from jumelage.partners.domain.learner import Progress
from jumelage.partners.tables import build_tables
from jumelage.places.domain.gazetteer import Entry


def tables_of(towns: Sequence[Entry]) -> Callable[[Path, Progress], None]:
    """Return what stands in for :func:`jumelage.partners.tables.make_tables`."""

    def make(folder: Path, progress: Progress) -> None:
        build_tables(folder, towns, progress)

    return make
