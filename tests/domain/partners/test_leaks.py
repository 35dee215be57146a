"""What a model must not know: each way to leak a hidden tie is tried here, and must be noticed."""

from dataclasses import replace

import numpy as np
import pytest

from jumelage.partners.domain import evaluation, training
from jumelage.partners.domain.asking import Asking
from jumelage.partners.domain.evaluation import MODEL, Judge, Trial, evaluate
from jumelage.partners.domain.facts import Register, decoys
from jumelage.partners.domain.features import FEATURES, Level, table
from jumelage.partners.domain.holdout import Edges, Holdout, hide_ties
from jumelage.partners.domain.landscape import landscape_of
from jumelage.partners.domain.learner import Lessons
from jumelage.partners.domain.network import Network
from jumelage.partners.domain.places import Places
from jumelage.partners.domain.training import Course, gather
from jumelage.places.domain.kinds import Kind
from tests.domain.partners.towns import places, register, town, towns

COURSE = Course(
    turns=2, cold_turns=1, towns=30, others=20, likely=10, home=5, reach=40, first_towns=20, nets=1,
    lessons=Lessons(hidden=(4,), epochs=1),
)  # fmt: skip


def edge_set(edges: Edges) -> set[tuple[int, ...]]:
    return {tuple(edge) for edge in edges.tolist()}


@pytest.fixture
def known() -> Register:
    return register()


@pytest.mark.parametrize("feature", FEATURES, ids=lambda feature: feature.name)
def test_no_feature_sees_a_hidden_tie(feature: object) -> None:
    """Features of a pair are the same whether the hidden tie of the two exists or not.

    The network is built from what remains; were a feature to read anything else (the register, the
    order of the list), a pair with a hidden tie would differ from its mirror image without one.
    """
    facts = [town(n, "DE") for n in range(4)] + [town(n, "FR") for n in range(4)]
    everything = np.array([[0, 4], [1, 5], [2, 6]])
    holdout = Holdout(everything[1:], everything[:1])
    found = places(facts)
    with_hidden = Network(found, holdout.remaining)
    never_there = Network(found, np.array([[1, 5], [2, 6]]))
    at = np.arange(4, 8)
    one = table(Asking(with_hidden, 0), at, [feature])  # type: ignore[list-item]
    other = table(Asking(never_there, 0), at, [feature])  # type: ignore[list-item]
    np.testing.assert_array_equal(one, other)


def test_every_network_is_built_from_what_remains(
    known: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In an evaluation no network, that of training included, has a tie that is judged by; and those
    of training lack the ties that the model learns from."""
    built: list[set[tuple[int, ...]]] = []
    learned_from: list[set[tuple[int, ...]]] = []

    class Watched(Network):
        def __init__(self, places: Places, edges: Edges) -> None:
            built.append(edge_set(edges))
            super().__init__(places, edges)

    def watched(*args: object, **kwargs: object) -> object:
        turn = args[2]
        learned_from.append(edge_set(turn.hidden))  # type: ignore[attr-defined]
        assert not learned_from[-1] & built[-1]
        return examples(*args, **kwargs)  # type: ignore[arg-type]

    examples = training._Draw.examples
    monkeypatch.setattr(training._Draw, "examples", watched)
    monkeypatch.setattr(training, "Network", Watched)
    monkeypatch.setattr(evaluation, "Network", Watched)
    judged: list[set[tuple[int, ...]]] = []

    def hidden(edges: Edges, rng: np.random.Generator) -> Holdout:
        found = hide_ties(edges, rng)
        judged.append(edge_set(found.hidden))
        return found

    monkeypatch.setattr(evaluation, "hide_ties", hidden)
    gazetteer = towns()
    evaluate(known, gazetteer, landscape_of(gazetteer), Trial(1, towns=5, decoys=0, course=COURSE))
    (judged_by,) = judged
    assert judged_by
    assert len(built) >= 4
    for ties in built:
        assert not ties & judged_by
    for ties in learned_from:
        assert not ties & judged_by


def test_a_leak_would_be_seen(known: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    """The check of the measure itself: with the hidden ties in the network, figures rise."""
    gazetteer = towns()
    trial = Trial(1, decoys=0, course=COURSE)
    honest = evaluate(known, gazetteer, landscape_of(gazetteer), trial)

    monkeypatch.setattr(evaluation, "Network", lambda places, _edges: Network(places, known.edges))
    leaking = evaluate(known, gazetteer, landscape_of(gazetteer), trial)

    def mean(found: dict[str, list[evaluation.Answer]], way: str) -> float:
        return float(np.mean([1.0 / answer.everywhere.rank for answer in found[way]]))

    assert mean(leaking, "ALS, 64 factors") > 1.5 * mean(honest, "ALS, 64 factors")


def test_partners_known_and_hidden_are_no_rivals_but_all_others_are(known: Register) -> None:
    holdout = hide_ties(known.edges, np.random.default_rng(2))
    found = places(known.places)
    judge = Judge(found, known, holdout)
    asked = next(t for t in sorted(judge.hidden) if len(judge.known.get(t, ())) > 1)
    scores = np.zeros(len(found), dtype=np.float32)
    best = [*judge.known[asked], asked, *judge.hidden[asked]]
    scores[best] = 1.0
    for answer in judge.answers(asked, scores):
        assert answer.everywhere.rank == 1.0
        assert answer.everywhere.others == len(found) - len(best)


def test_a_doubled_town_is_not_honest() -> None:
    facts = [
        town(0, "DE"), town(1, "FR"), town(2, "FR", lat=47.0905, lng=2.0), town(3, "FR"),
        town(4, "FR", name="FR town 1", lat=None, lng=None),
    ]  # fmt: skip
    ties = np.array([[0, 1], [0, 2], [0, 3], [0, 4]])
    found = places(facts)
    judge = Judge(found, Register(facts, ties), Holdout(ties[:1], ties[1:]))
    assert [judge.is_honest(0, partner) for partner in (2, 3, 4)] == [False, True, False]


def test_places_without_ties_are_known_as_little_as_others() -> None:
    """Were more known of them, or less, that alone would tell them from hidden partners."""
    facts = [town(n, "DE") for n in range(50)] + [
        town(n, "FR", kind=None, lat=None, lng=None, population=0, fame=0) for n in range(50)
    ]
    pool = [town(n, "PL") for n in range(4_000)] + [
        town(n, "IT", kind=Kind.COUNTY, ref=f"county:{n}") for n in range(500)
    ]
    found = decoys(Register(facts, np.zeros((0, 2))), pool, 2_000, np.random.default_rng(1))
    assert {place.ref for place in found}.isdisjoint({place.ref for place in facts})
    assert len(found) == 2_000  # and no county, for the register has none
    assert 850 < sum(place.lat is None for place in found) < 1_150
    assert all((place.lat is None) == (place.population == 0) for place in found)
    with_county = [*facts, *(town(n, "IT", kind=Kind.COUNTY) for n in range(10))]
    found = decoys(Register(with_county, np.zeros((0, 2))), pool, 2_000, np.random.default_rng(1))
    assert sum(place.kind is Kind.COUNTY for place in found) == 200


def test_places_without_ties_are_candidates_in_training() -> None:
    known = register()
    lonely = [town(n, "DE", ref=f"lonely:{n}") for n in range(500)]
    found = places([*known.places, *lonely])
    sample = gather(found, known.edges, seed=1, course=COURSE).sample
    degree = [feature.name for feature in FEATURES].index("degree")
    others = sample.rows[~sample.partner & ~sample.home]
    assert (others[:, degree] == 0).mean() > 0.5
    of_one_country = sample.rows[~sample.partner & sample.home]
    assert 0.2 < (of_one_country[:, degree] == 0).mean() < 0.9


def test_nothing_that_names_one_place_is_a_feature() -> None:
    """Of a thousand candidates' own features no combination of the geographical ones is unique to
    many: a learner could remember such places."""
    known = register(each=80)
    found = places(known.places)
    network = Network(found, known.edges)
    own = [
        f for f in FEATURES
        if f.level is Level.CANDIDATE and f.name in {"coarse_size", "order", "fame", "kind", "coast"}
    ]  # fmt: skip
    rows = table(Asking(network, 0), np.arange(len(found)), own)
    _, counts = np.unique(rows, axis=0, return_counts=True)
    assert (counts == 1).sum() < 0.1 * len(found)
    assert not {"latitude", "longitude", "population"} & {
        f.name for f in FEATURES if f.level in {Level.CANDIDATE, Level.ASKER}
    }


def test_cold_places_are_not_ranked_against_places_that_lost_all(known: Register) -> None:
    gazetteer = towns()
    trial = Trial(1, decoys=0, cold=True, course=replace(COURSE, cold_turns=0))
    found = evaluate(known, gazetteer, landscape_of(gazetteer), trial)
    for answer in found[MODEL]:
        assert answer.town_ties == 0
        assert answer.partner_ties > 0
        assert answer.everywhere.others < answer.opened.others
