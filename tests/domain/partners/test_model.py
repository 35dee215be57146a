"""Learning, and what the model says: the same for the same seed, and better than chance."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jumelage.partners.domain import model as model_module
from jumelage.partners.domain.asking import Asking
from jumelage.partners.domain.default import default_model
from jumelage.partners.domain.evaluation import MODEL, Trial, evaluate
from jumelage.partners.domain.finder import Finder
from jumelage.partners.domain.landscape import landscape_of
from jumelage.partners.domain.learner import Lessons, Net, Sample, Scaling, learn
from jumelage.partners.domain.model import Model, ModelFileError, likeliest, mean_score
from jumelage.partners.domain.network import Network
from jumelage.partners.domain.training import Course, train
from tests.domain.partners.towns import places, register, towns

COURSE = Course(
    turns=4, cold_turns=1, towns=60, others=30, likely=20, home=8, reach=60, first_towns=60, nets=2,
    lessons=Lessons(hidden=(16,), epochs=6, batch=8),
)  # fmt: skip


@pytest.fixture(scope="module")
def network() -> Network:
    known = register()
    return Network(places(known.places), known.edges)


@pytest.fixture(scope="module")
def model(network: Network) -> Model:
    return train(network.places, network.edges, seed=1, course=COURSE)


def test_the_same_seed_gives_the_same_model(network: Network, model: Model) -> None:
    again = train(network.places, network.edges, seed=1, course=COURSE)
    other = train(network.places, network.edges, seed=2, course=COURSE)
    scores = [found.scores(Asking(network, 3)) for found in (model, again, other)]
    np.testing.assert_array_equal(scores[0], scores[1])
    assert not np.array_equal(scores[0], scores[2])


def test_progress_is_told(network: Network) -> None:
    told: list[tuple[str, int, int]] = []
    train(
        network.places, network.edges, seed=1, course=COURSE,
        progress=lambda *step: told.append(step),
    )  # fmt: skip
    assert {step for step, _, _ in told} == {"examples", "learning"}
    assert all(0 < done <= of for _, done, of in told)
    assert told[-1][1] == told[-1][2]


def test_without_ties_nothing_is_learned(network: Network) -> None:
    with pytest.raises(ValueError, match="without ties"):
        train(network.places, network.edges[:0], seed=1, course=COURSE)


def test_hidden_ties_are_found_better_than_by_chance() -> None:
    """Towns of this world choose by their number's neighbourhood, which the model must find out."""
    known, gazetteer = register(), towns()
    found = evaluate(known, gazetteer, landscape_of(gazetteer), Trial(1, decoys=0, course=COURSE))
    aucs = {way: np.mean([a.everywhere.auc for a in answers]) for way, answers in found.items()}
    assert aucs[MODEL] > 0.7
    assert aucs["random"] == pytest.approx(0.5, abs=0.1)


def test_a_file_keeps_the_model(network: Network, model: Model, tmp_path: Path) -> None:
    model.save(tmp_path / "model.npz")
    again = Model.load(tmp_path / "model.npz")
    asking = Asking(network, 9)
    np.testing.assert_array_equal(again.scores(asking), model.scores(asking))
    assert (again.ties, again.seed) == (len(network.edges), 1)
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.parametrize("content", [b"", b"no model", b"PK\x03\x04 broken"])
def test_no_model(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "model.npz"
    path.write_bytes(content)
    with pytest.raises(ModelFileError):
        Model.load(path)


def test_what_got_no_closer_look_stands_below(network: Network, model: Model) -> None:
    short = replace(model, closer=20)
    asking = Asking(network, 3)
    scores, first = short.scores(asking), short.coarse.scores(asking)
    at = likeliest(first, 20)
    rest = np.setdiff1d(np.arange(len(first)), at)
    assert scores[at].min() > scores[rest].max()
    np.testing.assert_array_equal(np.argsort(scores[rest]), np.argsort(first[rest]))


@given(st.lists(st.integers(-3, 3), min_size=1, max_size=30), st.integers(1, 30))
def test_likeliest_are_the_highest(values: list[int], number: int) -> None:
    scores = np.array(values, dtype=np.float32)
    found = likeliest(scores, number)
    assert len(found) == min(number, len(values))
    assert sorted(scores[found]) == sorted(values)[-len(found) :]


@settings(deadline=None)
@given(st.integers(0, 50), st.integers(1, 3_000), st.integers(1, 400))
def test_of_many_they_are_as_well(seed: int, number: int, different: int) -> None:
    """What is put aside first is none of them, however many scores are the same, and of these the first count."""
    scores = np.random.default_rng(seed).integers(0, different, 3_000).astype(np.float32)
    expected = np.sort(np.argsort(-scores, kind="stable")[:number])
    np.testing.assert_array_equal(likeliest(scores, number), expected)


def test_all_nets_look_at_the_best_by_the_first(
    network: Network, model: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    inputs = model.look(Asking(network, 3)).inputs
    first, mean = model.nets[0].scores(inputs), mean_score(model.nets, inputs)
    np.testing.assert_allclose(model.closer_scores(inputs), mean, rtol=1e-5, atol=1e-5)
    monkeypatch.setattr(model_module, "CLOSEST", 20)
    scores, best = model.closer_scores(inputs), likeliest(first, 20)
    np.testing.assert_allclose(scores[best], mean[best], rtol=1e-5, atol=1e-5)
    rest = np.setdiff1d(np.arange(len(first)), best)
    assert scores[best].min() > scores[rest].max()
    np.testing.assert_array_equal(np.argsort(scores[rest]), np.argsort(first[rest]))


def test_a_net_learns_what_differs() -> None:
    """Of ten places the one with the largest product of two numbers is the partner."""
    rng = np.random.default_rng(3)
    groups, size = 400, 10
    rows = rng.standard_normal((groups * size, 2)).astype(np.float32)
    product = (rows[:, 0] * rows[:, 1]).reshape(groups, size)
    partner = (product == product.max(axis=1, keepdims=True)).ravel()
    owner = np.repeat(np.arange(groups), size)
    weight, home = np.ones(len(rows), np.float32), np.zeros(len(rows), dtype=bool)
    sample = Sample(rows, partner, owner, weight, home)
    lessons = Lessons(hidden=(16, 8), epochs=40, rate=1e-2, dropped=0.0, silent=0.0, batch=20)

    def right(net: Net) -> float:
        best = net.scores(rows).reshape(groups, size).argmax(axis=1)
        return float(partner.reshape(groups, size)[np.arange(groups), best].mean())

    assert right(learn(rows, sample, lessons, 1)) > 0.85
    assert right(learn(rows, sample, replace(lessons, hidden=()), 1)) < 0.5  # not linear


@pytest.mark.parametrize("hidden", [(5, 4), (3,), ()])
def test_scores_of_sums_are_those_of_the_sums(hidden: tuple[int, ...]) -> None:
    rng = np.random.default_rng(6)
    net = Net.new(7, hidden, rng)
    net.direct = rng.standard_normal((7, 1)).astype(np.float32)
    base, steps = rng.standard_normal(7, np.float32), rng.standard_normal((3, 7), np.float32)
    taken = np.array([[0, 0, 0], [1, 0, 0], [0, 1, 1], [1, 1, 1]], dtype=np.float32)
    expected = net.scores(base + taken @ steps)
    np.testing.assert_allclose(net.scores_of_sums(base, steps, taken), expected, atol=1e-5)


@pytest.mark.parametrize("silent", [True, False])
def test_slopes_are_those_of_the_loss(silent: bool) -> None:
    rng = np.random.default_rng(4)
    net = Net.new(3, (5, 4), rng)
    inputs = rng.standard_normal((7, 3)).astype(np.float64)
    net.layers = [(w.astype(np.float64), 0.1 + b.astype(np.float64)) for w, b in net.layers]  # type: ignore[misc]
    net.direct = net.direct.astype(np.float64)  # type: ignore[assignment]
    slope = rng.standard_normal(7)
    kept = [np.array([1.25, 0, 1.25, 1.25, 0]), np.array([2.0, 0, 2.0, 0])] if silent else []
    found = net.gradients(net.forward(inputs, kept), slope, kept)  # type: ignore[arg-type]
    for parameter, gradient in zip(net.parameters, found, strict=True):
        at = tuple(0 for _ in parameter.shape)
        before = parameter[at]
        parameter[at] = before + 1e-6
        up = float(net.forward(inputs, kept)[-1][:, 0] @ slope)  # type: ignore[arg-type]
        parameter[at] = before - 1e-6
        down = float(net.forward(inputs, kept)[-1][:, 0] @ slope)  # type: ignore[arg-type]
        parameter[at] = before
        assert gradient[at] == pytest.approx((up - down) / 2e-6, rel=1e-4, abs=1e-6)


def test_inputs_are_clipped_and_centred() -> None:
    scaling = Scaling(("common", "distance"))
    rows = np.array([[0, 5], [1, 6], [0, 7], [40, 8]], dtype=np.float32)
    fitted = scaling.fit(rows)
    assert fitted.shape == (4, 3)  # a logarithm beside the count
    inputs = fitted[np.arange(4)]
    np.testing.assert_allclose(inputs.mean(axis=0), 0, atol=1e-5)
    assert scaling.inputs(np.array([[1e9, 6]], dtype=np.float32))[0, 0] == 6.0


def test_suggestions_are_the_best_and_never_partners(network: Network, model: Model) -> None:
    finder = Finder(network, model)
    found = finder.suggest(3, 10, excluded=[100])
    scores = model.scores(Asking(network, 3))
    closed = {3, 100, *network.partners(3)}
    expected = [n for n in np.argsort(-scores, kind="stable").tolist() if n not in closed][:10]
    assert [s.place for s in found] == expected
    assert [s.score for s in found] == sorted((s.score for s in found), reverse=True)


def test_only_allowed_places_are_suggested(network: Network, model: Model) -> None:
    allowed = np.zeros(len(network.places), dtype=bool)
    allowed[[80, 81, 82]] = True
    found = Finder(network, model).suggest(3, 10, allowed=allowed)
    assert {s.place for s in found} <= {80, 81, 82}
    assert not Finder(network, model).suggest(3, 10, allowed=np.zeros_like(allowed))


@pytest.mark.parametrize("learned", [True, False])
def test_reasons_add_up_to_the_score(network: Network, model: Model, learned: bool) -> None:
    finder = Finder(network, model if learned else default_model())
    assert finder.is_default is not learned
    for suggestion in finder.suggest(3, 5):
        total = suggestion.typical + sum(reason.weight for reason in suggestion.reasons)
        assert total == pytest.approx(suggestion.score, abs=1e-3)
        assert sum(abs(reason.share) for reason in suggestion.reasons) == pytest.approx(1.0)


@pytest.mark.parametrize("as_function", [True, False])
def test_what_is_wanted_besides_is_added_and_told(
    network: Network, model: Model, as_function: bool
) -> None:
    finder = Finder(network, model)
    wanted = np.linspace(0.0, 3.0, len(network.places))
    plain = {s.place: s for s in finder.suggest(3, len(wanted), why=False)}
    found = finder.suggest(
        3, len(wanted), adjust=(lambda _asking, at: wanted[at]) if as_function else wanted
    )
    assert [s.score for s in found] == sorted((s.score for s in found), reverse=True)
    assert {s.place for s in found} == set(plain)
    for suggestion in found:
        assert suggestion.adjusted == pytest.approx(wanted[suggestion.place], abs=1e-6)
        assert suggestion.score - suggestion.adjusted == pytest.approx(
            plain[suggestion.place].score, abs=1e-4
        )
        parts = sum(reason.weight for reason in suggestion.reasons)
        assert suggestion.typical + parts + suggestion.adjusted == pytest.approx(
            suggestion.score, abs=1e-3
        )


def test_what_is_wanted_besides_counts_in_the_first_look(network: Network, model: Model) -> None:
    wanted = np.zeros(len(network.places))
    last = int(np.argmin(model.coarse.scores(Asking(network, 3))))
    wanted[last] = 100.0
    finder = Finder(network, replace(model, closer=20))
    assert finder.suggest(3, 1, adjust=wanted, why=False)[0].place == last


def test_suggestions_are_of_those_that_all_nets_looked_at(
    network: Network, model: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Their scores are those of all nets, reasons add up to them, and what is wanted decides who is looked at."""
    monkeypatch.setattr(model_module, "CLOSEST", 20)
    wanted = np.zeros(len(network.places))
    last = int(np.argmin(model.scores(Asking(network, 3))))
    wanted[last] = 100.0
    found = Finder(network, model).suggest(3, 50, adjust=wanted)
    assert (len(found), found[0].place) == (20, last)
    means = mean_score(model.nets, model.look(Asking(network, 3)).inputs)
    for suggestion in found:
        own = suggestion.score - suggestion.adjusted
        assert own == pytest.approx(means[suggestion.place], abs=1e-4)
        parts = sum(reason.weight for reason in suggestion.reasons)
        assert suggestion.typical + parts == pytest.approx(own, abs=1e-3)
