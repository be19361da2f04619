"""Pictures from a finished model, without TensorFlow."""

import subprocess
import sys
import time

import numpy as np
import onnx
import pytest

from ganlib import sampling
from ganlib.config.presets import preset
from ganlib.errors import ModelNotReadyError, UnknownClassError
from ganlib.store.prior import ClassMixtures, GaussianMixture, write_prior
from ganlib.store.runs import RunStore
from tests.fakes.model import write_acceptance, write_onnx
from tests.fakes.run import write_run


@pytest.fixture
def model(tmp_path):
    write_onnx(tmp_path / "model" / "generator.onnx", latent_dim=8, shape=(28, 28, 1))
    return tmp_path / "model"


def test_pictures_have_the_promised_shape_and_use_the_whole_range(model):
    pictures = sampling.sample(model, 600, seed=1)
    assert pictures.dtype == np.uint8
    assert pictures.shape == (600, 28, 28, 1)
    assert pictures.min() < 10
    assert pictures.max() > 245


def test_the_seed_decides(model):
    first = sampling.sample(model, 3, seed=1)
    assert np.array_equal(first, sampling.sample(model, 3, seed=1))
    assert not np.array_equal(first, sampling.sample(model, 3, seed=2))


def test_batches_do_not_show(model):
    latents = np.random.default_rng(1).standard_normal((600, 8), dtype=np.float32)
    one_by_one = np.concatenate([sampling.decode(model, latents[index : index + 1]) for index in (0, 249, 250, 599)])
    assert np.abs(one_by_one.astype(int) - sampling.decode(model, latents)[[0, 249, 250, 599]]).max() <= 1
    assert sampling.latent_dim(model) == 8


def test_a_vae_draws_from_its_decoder(tmp_path):
    run = write_run(RunStore(tmp_path), preset("quick-vae"), steps=2, with_model=True)
    assert sampling.sample(run.path / "model", 2, seed=0).shape == (2, 28, 28, 1)


@pytest.fixture
def fitted(model):
    write_prior(model, GaussianMixture(weights=np.ones(1), means=np.full((1, 8), 3.0), factors=np.eye(8)[None] * 1e-3))
    return model


def test_a_fitted_prior_is_the_models_own(fitted):
    pictures = sampling.sample(fitted, 50, seed=1)
    assert np.array_equal(pictures, sampling.sample(fitted, 50, seed=1, prior="fitted"))
    middle = sampling.decode(fitted, np.full((1, 8), 3.0, np.float32))
    assert np.abs(pictures.astype(int) - middle).max() <= 3, "codes lie close to its one mean"
    others = sampling.sample(fitted, 50, seed=1, prior="standard_normal")
    assert np.abs(others.astype(int) - middle).max() > 100


def test_a_prior_that_is_not_there_or_does_not_fit_is_told(model):
    with pytest.raises(ModelNotReadyError, match="no fitted prior"):
        sampling.sample(model, 1, seed=0, prior="fitted")
    write_prior(model, GaussianMixture(weights=np.ones(1), means=np.zeros((1, 5)), factors=np.eye(5)[None]))
    for content in ((model / "prior.json").read_bytes(), b"nonsense"):
        (model / "prior.json").write_bytes(content)
        with pytest.raises(ModelNotReadyError, match=r"prior\.json is damaged"):
            sampling.sample(model, 1, seed=0)


def test_ways_lead_from_one_sample_to_another(model):
    ways = sampling.walks(model, 3, 6, seed=1).reshape(3, 6, 28, 28, 1)
    assert np.array_equal(ways.reshape(18, 28, 28, 1), sampling.walks(model, 3, 6, seed=1))
    ends = sampling.sample(model, 6, seed=1)  # of the same random numbers
    assert np.abs(ways[:, 0].astype(int) - ends[:3]).max() <= 1
    assert np.abs(ways[:, -1].astype(int) - ends[3:]).max() <= 1
    steps = np.abs(np.diff(ways.astype(int), axis=1)).mean(axis=(2, 3, 4))
    assert steps.max() < np.abs(ways[:, -1].astype(int) - ways[:, 0]).mean(), "no step is as long as the whole way"


def test_ways_between_codes_of_a_fitted_prior_stay_among_them(fitted):
    middle = sampling.decode(fitted, np.full((1, 8), 3.0, np.float32))
    assert np.abs(sampling.walks(fitted, 3, 6, seed=1).astype(int) - middle).max() <= 3


def test_a_way_keeps_its_class(tmp_path):
    write_onnx(tmp_path / "generator.onnx", latent_dim=8, shape=(28, 28, 1), num_classes=5)
    brightness = sampling.walks(tmp_path, 5, 4, seed=1).mean(axis=(1, 2, 3)).reshape(5, 4)
    assert np.ptp(brightness, axis=1).max() < 2
    assert (np.diff(brightness[:, 0]) > 5).all()
    assert np.ptp(sampling.walks(tmp_path, 5, 4, seed=1, label=2).mean(axis=(1, 2, 3))) < 2


def test_only_two_latents_have_a_map(model, tmp_path):
    assert not sampling.has_map(model)
    write_onnx(tmp_path / "decoder.onnx", latent_dim=2, shape=(28, 28, 1))
    assert sampling.has_map(tmp_path)
    found = sampling.latent_map(tmp_path, 5)
    assert found.shape == (25, 28, 28, 1)
    assert np.array_equal(found[12:13], sampling.decode(tmp_path, np.zeros((1, 2), np.float32)))
    write_prior(tmp_path, GaussianMixture(weights=np.ones(1), means=np.zeros((1, 2)), factors=np.eye(2)[None]))
    assert not sampling.has_map(tmp_path)


def test_a_conditional_model_draws_the_class_asked_for_or_one_after_the_other(tmp_path):
    write_onnx(tmp_path / "generator.onnx", latent_dim=8, shape=(28, 28, 1), num_classes=5)
    brightness = sampling.sample(tmp_path, 7, seed=1).mean(axis=(1, 2, 3))
    assert brightness[:5].tolist() == sorted(brightness[:5])
    assert brightness[5:] == pytest.approx(brightness[:2], abs=2)
    for label in (0, 4):
        drawn = sampling.sample(tmp_path, 300, seed=1, label=label).mean(axis=(1, 2, 3))
        assert drawn == pytest.approx(np.full(300, brightness[label]), abs=2)


def test_a_fitted_prior_is_that_of_the_class_asked_for(tmp_path):
    write_onnx(tmp_path / "decoder.onnx", latent_dim=8, shape=(28, 28, 1), num_classes=3)
    points = [
        GaussianMixture(weights=np.ones(1), means=np.full((1, 8), 100.0 * label), factors=np.zeros((1, 8, 8)))
        for label in range(3)
    ]
    write_prior(tmp_path, ClassMixtures(mixtures=tuple(points)))
    found = sampling.sample(tmp_path, 4, seed=1)
    for index, label in enumerate([0, 1, 2, 0]):
        expected = sampling.decode(tmp_path, np.full((1, 8), 100.0 * label, np.float32), label)[0]
        assert np.array_equal(found[index], expected)
        assert np.array_equal(sampling.sample(tmp_path, 1, seed=9, label=label)[0], expected)
    for wrong in (points[0], ClassMixtures(mixtures=tuple(points[:2]))):
        write_prior(tmp_path, wrong)
        with pytest.raises(ModelNotReadyError, match=r"prior\.json is damaged"):
            sampling.sample(tmp_path, 1, seed=0)


def test_a_class_that_the_model_cannot_draw_is_told(model, tmp_path):
    with pytest.raises(UnknownClassError, match="trained without"):
        sampling.sample(model, 1, seed=0, label=3)
    write_onnx(tmp_path / "generator.onnx", latent_dim=8, shape=(28, 28, 1), num_classes=5)
    for label in (-1, 5):
        with pytest.raises(UnknownClassError, match="the classes 0 – 4"):
            sampling.sample(tmp_path, 1, seed=0, label=label)


def test_what_the_discriminator_rejects_is_drawn_again(model):
    everything = sampling.sample(model, 600, seed=1)
    assert not sampling.rejects(model)
    write_acceptance(model / "acceptance.onnx", shape=(28, 28, 1))
    assert sampling.rejects(model)
    assert np.array_equal(sampling.sample(model, 600, seed=1, is_all_kept=True), everything)
    kept = sampling.sample(model, 600, seed=1)
    assert np.array_equal(kept, sampling.sample(model, 600, seed=1))
    brightness = everything.mean(axis=(1, 2, 3)) / 255
    is_same = (kept == everything).all(axis=(1, 2, 3))
    assert is_same[brightness > 0.6].all()
    assert not is_same[brightness < 0.4].any()
    assert (kept.mean(axis=(1, 2, 3)) / 255).min() > 0.4


def test_what_is_drawn_too_often_makes_room_for_others(model):
    everything = sampling.sample(model, 600, seed=1, is_all_kept=True)
    write_acceptance(model / "acceptance.onnx", shape=(28, 28, 1), strictness=1e-6, dark_share=0.1)  # looks: one in two
    dark = [(some.mean(axis=(1, 2, 3)) < 127.5).mean() for some in (everything, sampling.sample(model, 600, seed=1))]
    assert dark[0] > 0.3
    assert dark[1] < dark[0] / 2


def test_a_discriminator_that_is_damaged_or_of_another_model_is_told(model):
    for write in (lambda path: write_acceptance(path, shape=(32, 32, 3)), lambda path: path.write_bytes(b"nonsense")):
        write(model / "acceptance.onnx")
        with pytest.raises(ModelNotReadyError, match=r"acceptance\.onnx is damaged"):
            sampling.sample(model, 1, seed=0)
        assert len(sampling.sample(model, 1, seed=0, is_all_kept=True)) == 1


def test_a_discriminator_that_rejects_everything_is_not_asked_for_ever(model):
    write_acceptance(model / "acceptance.onnx", shape=(28, 28, 1), strictness=-1e9)
    assert len(sampling.sample(model, 10, seed=0)) == 10


@pytest.mark.parametrize("is_there", [True, False])
def test_a_model_that_is_not_there_yet_is_told_in_plain_words(tmp_path, is_there):
    if is_there:
        (tmp_path / "model").mkdir()
    with pytest.raises(ModelNotReadyError, match="no finished model"):
        sampling.sample(tmp_path / "model", 1, seed=0)


def test_a_damaged_model_is_told(tmp_path):
    (tmp_path / "generator.onnx").write_bytes(b"not a model")
    with pytest.raises(ModelNotReadyError, match="damaged"):
        sampling.sample(tmp_path, 1, seed=0)


def test_a_model_that_opens_and_then_fails_at_its_work_is_told(model):
    file = model / "generator.onnx"
    broken = onnx.load(file)
    shape = next(one for one in broken.graph.initializer if one.name == "shape")
    shape.CopyFrom(onnx.numpy_helper.from_array(np.array([7, 28, 28, 1]), "shape"))  # seven pictures, whatever is asked
    onnx.save(broken, file)
    with pytest.raises(ModelNotReadyError, match="damaged"):
        sampling.sample(model, 3, seed=0)
    with pytest.raises(ModelNotReadyError, match="damaged"):
        sampling.decode(model, np.zeros((3, 8), np.float32))


def test_pixels_are_rounded_and_clipped():
    images = np.array([-0.1, 0.0, 0.499 / 255, 0.501 / 255, 1.0, 1.1], np.float32)
    assert sampling.to_pixels(images).tolist() == [0, 0, 0, 1, 255, 255]


def test_neither_tensorflow_nor_onnxruntime_is_imported_before_it_is_needed():
    modules = "('tensorflow', 'keras', 'onnxruntime')"
    code = f"import sys, ganlib.sampling, ganlib.cli; print([name for name in {modules} if name in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_drawing_many_pictures_is_quick(model):
    began = time.perf_counter()
    sampling.sample(model, 10_000, seed=1)
    assert time.perf_counter() - began < 10
