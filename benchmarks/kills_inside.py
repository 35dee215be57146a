"""The child's part of :mod:`benchmarks.kills`: looks into the registry while its own children import and are killed."""

import hashlib
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from typing import Any

from rich.console import Console
from rich.progress import Progress

from benchmarks.workshop import ORIGIN

SEED = 11


def measure(options: dict[str, Any]) -> dict[str, int]:
    """Kill imports of the list ``pairs`` so often (``kills``); count what state each left behind."""
    killing = _Killing(options["pairs"])
    dice = random.Random(SEED)
    with Progress(console=Console(file=sys.stderr)) as bars:
        task = bars.add_task("Killing imports", total=options["kills"])
        while killing.told["kills"] < options["kills"]:
            killing.once(dice.uniform(0.05, 1.05) * killing.seconds)
            bars.update(task, completed=killing.told["kills"])
    killing.finish()
    names = ("kills", "before", "after", "half", "lost", "problems")
    return {name: killing.told[name] for name in names}


class _Killing:
    """The two states that the registry may be in, and what was seen."""

    def __init__(self, pairs: str) -> None:
        self.pairs = pairs
        self.told: Counter[str] = Counter()
        self.before = self.state()
        self._import().wait()  # builds the gazetteer's index
        self._undo()
        begin = time.perf_counter()
        self._import().wait()
        self.seconds = time.perf_counter() - begin
        self.after = self.state()
        self._undo()
        if self.state() != self.before or self.after == self.before:
            self.told["half"] += 1

    def _import(self) -> "subprocess.Popen[bytes]":
        origin = [part for option in ORIGIN.items() for part in option]
        command = [
            sys.executable,
            "-m",
            "jumelage.cli.main",
            "import",
            "pairs",
            self.pairs,
            *origin,
        ]
        quiet = subprocess.DEVNULL
        return subprocess.Popen(command, stdout=quiet, stderr=quiet, start_new_session=True)

    def once(self, seconds: float) -> None:
        """Begin an import, kill it after so long, and look at what it left."""
        child = self._import()
        try:
            child.wait(seconds)
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()
            self.told["kills"] += 1
        self._look()

    def _look(self) -> None:
        from jumelage.ties.integrity import check_registry  # noqa: PLC0415

        self._wait_for_the_server()
        self.told["problems"] += sum(1 for _ in check_registry())
        state = self.state()
        if state == self.before:
            self.told["before"] += 1
        elif state == self.after:
            self.told["after"] += 1
            self._undo()
            self.told["lost"] += self.state() != self.before
        else:
            self.told["half"] += 1

    def _wait_for_the_server(self) -> None:
        """PostgreSQL notices that a client is dead when it next speaks to it: let it end what it is doing."""
        from django.db import connection  # noqa: PLC0415

        if connection.vendor != "postgresql":
            return
        others = (
            "select count(*) from pg_stat_activity where datname = current_database() "
            "and pid <> pg_backend_pid() and backend_type = 'client backend'"
        )
        for _ in range(600):
            with connection.cursor() as cursor:
                cursor.execute(others)
                if cursor.fetchone() == (0,):
                    return
            time.sleep(0.05)

    def _undo(self) -> None:
        from jumelage.core.audit import OPERATOR  # noqa: PLC0415
        from jumelage.imports.undoing import undo_import  # noqa: PLC0415
        from jumelage.sources.models import ImportBatch  # noqa: PLC0415

        for batch in ImportBatch.objects.filter(undone_at__isnull=True):
            undo_import(actor=OPERATOR, batch=batch, reason="measured")

    def state(self) -> str:
        """Return what the registry holds: its export, and how many rows of each table that an import writes."""
        from jumelage.places.models import Place, PlaceIdentifier, PlaceName  # noqa: PLC0415
        from jumelage.sources.models import Source  # noqa: PLC0415
        from jumelage.ties.exports import export  # noqa: PLC0415
        from jumelage.ties.models import Claim, Tie  # noqa: PLC0415

        digest = hashlib.sha256("".join(sorted(export("jsonl"))).encode())
        models = (Place, PlaceName, PlaceIdentifier, Source, Tie, Claim)
        digest.update(repr([model.objects.count() for model in models]).encode())
        return digest.hexdigest()

    def finish(self) -> None:
        """Import once more, undisturbed: it must give what the first did."""
        self._import().wait()
        self.told["lost"] += self.state() != self.after
