"""A run of points through the whole worker: what it draws, what it measures, what its model gives."""

from collections.abc import Callable

import numpy as np
import pytest
import tensorflow as tf
from PIL import Image

from ganlib import sampling
from ganlib.config.dots import DOTS
from ganlib.config.drawn import HEART, dots_of, name_of
from ganlib.metrics.modes import nearest_modes
from ganlib.metrics.plane_judge import PlaneJudge
from ganlib.objectives.adversarial import ADVERSARIAL_LOSSES
from ganlib.store import layout
from ganlib.store.checkpoints import best_of
from ganlib.store.moments import Moment, read_moment
from ganlib.store.plane import SIDE
from ganlib.store.records import RecordReader
from ganlib.store.runs import Run
from ganlib.store.scores import read_scores
from ganlib.train.belief import pull_by
from ganlib.train.callbacks import evaluation as when
from ganlib.train.loop import run_training
from ganlib.train.moments import COUNTED, PULLED
from ganlib.train.requests import Requests

ONE_UPDATE = {"d_steps_per_g_step": 1}  # a third of the graph


@pytest.fixture(autouse=True)
def _quick_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PlaneJudge, "quick_samples", 50)
    monkeypatch.setattr(when, "_LEAST_SECONDS", 0.0)
    monkeypatch.setattr(when, "seconds_to_next", lambda cost, seconds: 0.0)


def test_the_picture_shows_points_and_what_the_discriminator_thinks(make_run: Callable[..., Run]) -> None:
    run = make_run("ring-gan", **ONE_UPDATE)
    assert run_training(run.path, Requests(run.path))
    with Image.open(run.pictures()[2]) as picture:
        pixels = np.asarray(picture)
    assert pixels.shape == (SIDE, SIDE, 3)
    is_point = (pixels == [0, 114, 178]).all(axis=2)
    assert 0 < is_point.sum() < 0.5 * SIDE * SIDE
    assert len(np.unique(pixels.reshape(-1, 3), axis=0)) > 10, "the ground is shaded"
    with Image.open(run.real_picture()) as picture:
        assert not (np.asarray(picture) == [0, 114, 178]).all(axis=2).any()


@pytest.mark.parametrize("change", [{"packed_images": 2}, {"minibatch_deviation": True}, {"conditional": True}])
def test_a_discriminator_that_judges_no_place_by_itself_leaves_the_ground_white(
    make_run: Callable[..., Run], change: dict[str, object]
) -> None:
    run = make_run("ring-gan", **ONE_UPDATE, **change)
    assert run_training(run.path, Requests(run.path))
    with Image.open(run.pictures()[2]) as picture:
        colours = np.unique(np.asarray(picture).reshape(-1, 3), axis=0).tolist()
    assert colours == [[0, 114, 178], [0, 158, 115], [255, 255, 255]]


def test_scores_come_from_the_truth_and_decide_the_best_checkpoint(make_run: Callable[..., Run]) -> None:
    run = make_run("grid-gan", **ONE_UPDATE, evaluate=True, num_steps=3)
    assert run_training(run.path, Requests(run.path))
    scores = read_scores(RecordReader(run.path / layout.METRICS).read())
    assert {score.network for score in scores} == {"grid-plane"}
    assert {score.step for score in scores} == {1, 2, 3}
    assert {"modes_found", "high_quality", "reverse_kl", "histogram_divergence"} <= {score.metric for score in scores}
    best = best_of(run.path)
    assert best is not None
    assert best.metric == "histogram_divergence"


@pytest.mark.usefixtures("with_onnx")
def test_its_model_draws_points_and_not_pixels(make_run: Callable[..., Run]) -> None:
    run = make_run("ring-gan", **ONE_UPDATE)
    assert run_training(run.path, Requests(run.path))
    points = sampling.sample(run.path / layout.MODEL, 500, seed=1)
    assert points.shape == (500, 2)
    assert points.dtype == np.float32
    assert points.min() < 0.0, "coordinates, not brightness"


@pytest.mark.usefixtures("with_onnx")
def test_a_vae_draws_points_too_and_no_ground(make_run: Callable[..., Run]) -> None:
    run = make_run("grid-vae", evaluate=True, num_steps=3)
    assert run_training(run.path, Requests(run.path))
    with Image.open(run.pictures()[3]) as picture:
        colours = np.unique(np.asarray(picture).reshape(-1, 3), axis=0).tolist()
    assert colours == [[0, 114, 178], [0, 158, 115], [255, 255, 255]]
    assert not run.pictures("reconstructions"), "copies of points would be a second plane"
    assert "modes_found" in {score.metric for score in read_scores(RecordReader(run.path / layout.METRICS).read())}
    assert sampling.sample(run.path / layout.MODEL, 500, seed=1).shape == (500, 2)


@pytest.mark.usefixtures("with_onnx")
def test_the_mode_can_be_chosen(make_run: Callable[..., Run]) -> None:
    run = make_run("ring-gan", conditional=True, num_steps=300, batch_size=256, sample_every_steps=1000)
    assert run_training(run.path, Requests(run.path))
    wanted = np.arange(800) % 8
    points = sampling.sample(run.path / layout.MODEL, 800, seed=1)
    assert (nearest_modes(points, DOTS["ring"]) == wanted).mean() > 0.5  # 0.125 by chance


def moments(run: Run, dataset: str) -> dict[int, Moment]:
    found = {step: read_moment(path, DOTS[dataset]) for step, path in run.pictures("moment").items()}
    assert all(found.values())
    return {step: moment for step, moment in found.items() if moment is not None}


@pytest.mark.parametrize("key", ["hills-gan", "spiral-gan"])
def test_every_moment_of_a_game_is_written_down(key: str, make_run: Callable[..., Run]) -> None:
    run = make_run(key, **ONE_UPDATE)
    assert run_training(run.path, Requests(run.path))
    dataset = run.config().data.dataset
    dots, found = DOTS[dataset], moments(run, dataset)
    assert list(found) == list(run.pictures()) == [0, 1, 2]
    for moment in found.values():
        assert moment.counts is not None
        assert moment.counts.sum() == COUNTED
        assert moment.belief is not None
        assert moment.belief.shape == moment.counts.shape
        assert moment.pull is not None
        assert moment.pull.shape == (PULLED, dots.dimensions)
        assert moment.warp is not None
    assert not np.array_equal(found[0].fake, found[2].fake)
    rows = [row for row in RecordReader(run.path / layout.SCALARS).read() if "game/found" in row]
    assert [row["step"] for row in rows] == [0, 1, 2]
    assert all(row["game/found"] <= row["game/divergence"] <= np.log(2.0) for row in rows)


def test_of_needles_nothing_is_counted(make_run: Callable[..., Run]) -> None:
    run = make_run("ring-gan", **ONE_UPDATE)
    assert run_training(run.path, Requests(run.path))
    moment = moments(run, "ring")[2]
    assert moment.counts is None
    assert moment.belief is not None
    assert moment.warp is None, "fourteen latents are too many to follow"
    assert not any("game/divergence" in row for row in RecordReader(run.path / layout.SCALARS).read())


def test_a_vae_is_followed_without_an_opponent(make_run: Callable[..., Run]) -> None:
    run = make_run("spiral-vae")
    assert run_training(run.path, Requests(run.path))
    moment = moments(run, "spiral")[2]
    assert moment.belief is None
    assert moment.pull is None
    assert moment.warp is not None
    assert len(moment.warp) == 21**2
    rows = [row for row in RecordReader(run.path / layout.SCALARS).read() if "game/divergence" in row]
    assert rows
    assert not any("game/found" in row for row in rows)


@pytest.mark.parametrize(
    ("change", "has_pull", "has_found"),
    [
        ({"loss": "relativistic"}, True, False),
        ({"loss": "least_squares"}, True, False),
        ({"loss": "minimax"}, True, True),
        ({"conditional": True}, False, False),
        ({"packed_images": 2}, False, False),
    ],
    ids=str,
)
def test_what_a_discriminator_cannot_say_is_not_made_up(
    change: dict[str, object], has_pull: bool, has_found: bool, make_run: Callable[..., Run]
) -> None:
    run = make_run("hills-gan", **ONE_UPDATE, **change)
    assert run_training(run.path, Requests(run.path))
    assert (moments(run, "hills")[2].pull is not None) == has_pull
    rows = RecordReader(run.path / layout.SCALARS).read()
    assert any("game/found" in row for row in rows) == has_found


def test_few_points_are_enough_for_a_loss_that_compares_pairs(make_run: Callable[..., Run]) -> None:
    run = make_run("hills-gan", **ONE_UPDATE, loss="relativistic", num_images=50)
    assert run_training(run.path, Requests(run.path))
    pull = moments(run, "hills")[2].pull
    assert pull is not None
    assert len(pull) == PULLED


@pytest.mark.parametrize(
    ("key", "change", "length"),
    [
        ("hills-gan", {}, 41),
        ("hills-gan", {"latent_dim": 2}, None),
        ("spiral-gan", {"latent_dim": 1}, 41),
        ("spiral-gan", {"latent_dim": 3}, None),
    ],
    ids=str,
)
def test_latents_are_followed_where_that_can_be_drawn(
    key: str, change: dict[str, object], length: int | None, make_run: Callable[..., Run]
) -> None:
    run = make_run(key, **ONE_UPDATE, **change)
    assert run_training(run.path, Requests(run.path))
    warp = moments(run, run.config().data.dataset)[2].warp
    assert (None if warp is None else len(warp)) == length


@pytest.mark.usefixtures("with_onnx")
def test_a_model_of_points_on_a_line_draws_them_and_rejects_some(make_run: Callable[..., Run]) -> None:
    run = make_run("hills-gan", **ONE_UPDATE, rejected_share=0.5)
    assert run_training(run.path, Requests(run.path))
    points = sampling.sample(run.path / layout.MODEL, 300, seed=1)
    assert points.shape == (300, 1)
    assert points.dtype == np.float32


def test_points_are_pulled_where_the_loss_falls() -> None:
    """L_G of each point is softplus(−D(x)), D(x) = 3x: the pull is 3·σ(−3x)."""
    pull = pull_by(ADVERSARIAL_LOSSES["non_saturating"], lambda images: 3.0 * tf.reshape(images, (-1, 1)))
    places = np.array([-1.0, 0.0, 2.0], np.float32).reshape(-1, 1, 1, 1)
    found = pull(np.zeros((2, 1, 1, 1), np.float32), places)[:, 0, 0, 0]
    np.testing.assert_allclose(found, 3.0 / (1.0 + np.exp(3.0 * places.ravel())), rtol=1e-5)


def test_a_drawing_is_learnt_from_like_any_other_points(make_run: Callable[..., Run]) -> None:
    run = make_run("spiral-gan", **ONE_UPDATE, dataset=HEART, evaluate=True)
    assert run_training(run.path, Requests(run.path))
    dots = dots_of(HEART)
    assert dots is not None
    moment = read_moment(run.pictures("moment")[2], dots)
    assert moment is not None
    assert moment.counts is not None
    scores = read_scores(RecordReader(run.path / layout.METRICS).read())
    (network,) = {score.network for score in scores}
    other = name_of([(0.0, 0.0)])
    points = np.zeros((100, 1, 1, 2), np.float32)
    another = next(PlaneJudge(other, points, points).measure(points)).network
    assert network.endswith("-plane")
    assert another.endswith("-plane")
    assert network != another, "scores of two drawings are not to be compared"
