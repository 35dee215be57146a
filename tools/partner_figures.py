"""The measured figures of suggestions that a page shows, taken out of docs/partners-evaluation.md.

``python -m tools.partner_figures`` writes them; a test says when the two have come apart.
"""

import json
import re
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
DOCUMENT = ROOT / "docs" / "partners-evaluation.md"
FILE = ROOT / "src" / "jumelage" / "site" / "partner_figures.json"
#: What is shown of the ways beside Jumelage's own, in the document's words.
WAYS = (
    "random", "popularity", "country affinity × degree", "Adamic-Adar", "gravity",
    "logistic regression", "jumelage",
)  # fmt: skip


def figures(text: str) -> dict[str, Any]:
    """Return the figures that the document gives.

    Raises:
        ValueError: what is looked for is not in it.
    """
    warm, cold = text.split("### Towns without any partner", 1)
    return {
        "list": _list(warm),
        "seeds": [int(seed) for seed in re.findall(r"--seed (\d+)", _honest(warm)[0])],
        "known": _table(warm),
        "unknown": _table(cold),
        "classes": _classes(warm),
    }


def _number(text: str) -> float:
    found = re.search(r"[\d.]+", text)
    if not found:
        raise ValueError(f"no number in {text!r}")
    return float(found[0])


def _whole(text: str) -> int:
    return int(text.replace(",", ""))


def _found(pattern: str, text: str) -> re.Match[str]:
    found = re.search(pattern, text)
    if not found:
        raise ValueError(f"not in the document: {pattern}")
    return found


def _list(text: str) -> dict[str, Any]:
    pairs = _found(
        r"The list: ([\d,]+) pairs of (\d+) lists of the English Wikipedia, (\w+) (\d{4})", text
    )
    after = _found(r"brought together: ([\d,]+) places, ([\d,]+) ties", text)
    return {
        "pairs": _whole(pairs[1]),
        "year": int(pairs[4]),
        "places": _whole(after[1]),
        "ties": _whole(after[2]),
    }


def _honest(text: str) -> tuple[str, int, str]:
    """Return the command, how many hidden partners there were, and the table's lines."""
    head = _found(
        r"`(jumelage partners evaluate [^`]+)`, \*\*honest subset\*\*, ([\d,]+) hidden partners:\n",
        text,
    )
    return head[1], _whole(head[2]), text[head.end() :].lstrip("\n").split("\n\n", 1)[0]


def _rows(lines: str) -> list[list[str]]:
    return [
        [cell.strip().strip("*") for cell in line.strip().strip("|").split("|")]
        for line in lines.splitlines()
        if line.startswith("|")
    ]


def _table(text: str) -> dict[str, Any]:
    command, hidden, lines = _honest(text)
    head, _, *rows = _rows(lines)
    columns = {name: head.index(name) for name in ("hits@10", "hits@100", "country hits@10")}
    by_way = {row[0]: row for row in rows}
    ways = [
        {"way": way} | {name: _number(by_way[way][at]) for name, at in columns.items()}
        for way in WAYS
    ]
    return {"command": command, "hidden": hidden, "ways": ways}


def _classes(text: str) -> list[dict[str, Any]]:
    start = _found(r"Who is found \([\d,]+ hidden partners\):", text).end()
    found = []
    for what, pairs, _mrr, ten, hundred in _rows(text[start:])[2:]:
        title, _, name = what.partition(": ")
        found.append(
            {
                "title": title,
                "class": name.replace("–", "-"),
                "pairs": _whole(pairs),
                "hits@10": float(ten),
                "hits@100": float(hundred),
            }
        )
    return found


def main() -> None:
    """Write the file that the page reads."""
    found = figures(DOCUMENT.read_text(encoding="utf-8"))
    FILE.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
