"""The figures of an evaluation as a table, and as data."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from jumelage.partners.domain.evaluation import MODEL, by_class
from jumelage.partners.domain.metrics import FIGURES, Answer, Figure, summary

#: By seed, then by the way to rank.
Results = Mapping[int, Mapping[str, Sequence[Answer]]]

_WITH_INTERVAL = ("MRR", "hits@10", "hits@100")
_SUBSETS = {"all pairs": False, "honest subset": True}
#: Where classes begin: known partners, and inhabitants (0: not known).
_TIES, _PEOPLE = (0, 1, 3, 10), (0, 1, 5_000, 20_000, 100_000)
_CLASSES = {
    "known partners of the town that asks": (lambda a: a.town_ties, _TIES),
    "known partners of the hidden partner": (lambda a: a.partner_ties, _TIES),
    "inhabitants of the town that asks": (lambda a: a.town_size, _PEOPLE),
    "inhabitants of the hidden partner": (lambda a: a.partner_size, _PEOPLE),
}


def _together(results: Results, way: str) -> list[Answer]:
    """Return the answers of all seeds; a town asked in two trials counts as two towns."""
    return [
        answer._replace(town=answer.town * len(results) + number)
        for number, found in enumerate(results.values())
        for answer in found.get(way, ())
    ]


def _subset(answers: Sequence[Answer], *, honest: bool) -> list[Answer]:
    return [answer for answer in answers if answer.honest or not honest]


def ways_of(results: Results) -> list[str]:
    """Return the ways that were measured, in their order."""
    return list(dict.fromkeys(way for found in results.values() for way in found))


def means(results: Results, way: str, *, honest: bool) -> dict[str, Figure]:
    """Return the figures of one way: the mean of the seeds, with the interval of all answers."""
    pooled = summary(_subset(_together(results, way), honest=honest))
    seeds = [summary(_subset(found[way], honest=honest)) for found in results.values()]
    return {
        name: Figure(sum(seed[name].mean for seed in seeds) / len(seeds), figure.low, figure.high)
        for name, figure in pooled.items()
    }


def data(results: Results) -> dict[str, Any]:
    """Return everything as plain data."""
    found: dict[str, Any] = {"seeds": list(results)}
    for title, honest in _SUBSETS.items():
        found[title] = {
            way: {
                "pairs": len(_subset(_together(results, way), honest=honest)),
                "mean": _plain(means(results, way, honest=honest)),
                "by seed": {
                    str(seed): _plain(summary(_subset(ways[way], honest=honest)))
                    for seed, ways in results.items()
                },
            }
            for way in ways_of(results)
        }
    found["by class"] = {
        title: {
            name: {"pairs": len(answers), **_plain(summary(answers))}
            for name, answers in _classes(results, title).items()
        }
        for title in _CLASSES
    }
    return found


def _plain(figures: Mapping[str, Figure]) -> dict[str, list[float]]:
    return {name: [round(v, 5) for v in (f.mean, f.low, f.high)] for name, f in figures.items()}


def _classes(results: Results, title: str) -> dict[str, list[Answer]]:
    value, edges = _CLASSES[title]
    answers = _subset(_together(results, MODEL), honest=True)
    return by_class(answers, value, edges)


def lines(results: Results) -> Iterator[str]:
    """Yield the tables as Markdown."""
    for title, honest in _SUBSETS.items():
        number = len(_subset(_together(results, MODEL), honest=honest))
        yield f"**{title}**: {number:,} hidden partners, seeds {', '.join(map(str, results))}"
        yield ""
        yield f"| way | {' | '.join(FIGURES)} |"
        yield f"|---{'|---' * len(FIGURES)}|"
        for way in ways_of(results):
            yield _row(way, means(results, way, honest=honest))
        for seed, found in results.items() if len(results) > 1 else ():
            figures = summary(_subset(found[MODEL], honest=honest))
            yield _row(f"{MODEL}, seed {seed}", figures)
        yield ""
    for title in _CLASSES:
        yield f"**by {title}** ({MODEL}, honest subset)"
        yield ""
        yield "| | pairs | MRR | hits@10 | hits@100 |"
        yield "|---|---|---|---|---|"
        for name, answers in _classes(results, title).items():
            figures = summary(answers)
            shown = (figures[key] for key in _WITH_INTERVAL) if figures else ()
            cells = " | ".join(f"{figure.mean:.3f}" for figure in shown) or "| |"
            known = "not known" if "inhabitants" in title and name == "0" else name
            yield f"| {known} | {len(answers):,} | {cells} |"
        yield ""


def _row(way: str, figures: Mapping[str, Figure]) -> str:
    cells = []
    for name in FIGURES:
        figure = figures.get(name)
        if figure is None:
            cells.append("")
            continue
        digits = 4 if "MRR" in name else 3
        text = f"{figure.mean:.{digits}f}"
        if name in _WITH_INTERVAL:
            text += f" ({figure.low:.3f}–{figure.high:.3f})"
        cells.append(text)
    return f"| {way} | {' | '.join(cells)} |"
