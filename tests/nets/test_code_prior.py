"""A prior over maps of codes: each place is told all codes before it, and none at it or behind it."""

from collections.abc import Iterator

import keras
import numpy as np
import pytest

from ganlib.nets.code_prior import build_prior

CODES, SIZE, SHAPES = 5, 3, [(3, 4), (4, 3), (2, 2), (1, 3), (1, 1)]


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    keras.utils.set_random_seed(0)
    yield
    keras.backend.clear_session()


@pytest.mark.parametrize("shape", SHAPES)
def test_a_code_changes_what_is_thought_of_all_places_behind_it_and_of_no_other(shape: tuple[int, int]) -> None:
    prior, places = build_prior(CODES, SIZE, 16, shape), shape[0] * shape[1]
    vectors = np.random.default_rng(0).standard_normal((1, *shape, SIZE)).astype(np.float32)
    start = np.asarray(prior(vectors)).reshape(places, CODES)
    for changed in range(places):
        others = vectors.copy().reshape(places, SIZE)
        others[changed] += 1.0
        found = np.asarray(prior(others.reshape(vectors.shape))).reshape(places, CODES)
        np.testing.assert_array_equal(found[: changed + 1], start[: changed + 1])
        assert (
            not found[changed + 1 :].size
            or (np.abs(found[changed + 1 :] - start[changed + 1 :]).max(axis=1) > 1e-6).all()
        )


def test_every_place_is_told_the_class() -> None:
    prior = build_prior(CODES, SIZE, 16, (3, 4), num_classes=2)
    vectors = np.zeros((2, 3, 4, SIZE), np.float32)
    one, other = np.asarray(prior([vectors, np.eye(2, dtype=np.float32)]))
    assert (np.abs(one - other).max(axis=-1) > 1e-6).all()


def test_it_learns_an_order_that_reaches_from_one_end_of_the_map_to_the_other() -> None:
    """The last code is the first one; the others are chance. Only who sees the whole map can know it."""
    prior = build_prior(2, 1, 32, (3, 4))
    tokens = np.random.default_rng(0).integers(0, 2, (256, 3, 4)).astype(np.int32)
    tokens[:, -1, -1] = tokens[:, 0, 0]
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    prior.compile(optimizer=keras.optimizers.Adam(1e-2), loss=loss)
    prior.fit(tokens[..., None], tokens, epochs=30, verbose=0)
    assert (np.asarray(prior(tokens[..., None]))[:, -1, -1].argmax(axis=1) == tokens[:, -1, -1]).mean() > 0.99


def test_its_logits_keep_full_precision_where_the_rest_computes_in_half() -> None:
    keras.config.set_dtype_policy("mixed_float16")
    try:
        prior = build_prior(CODES, SIZE, 16, (2, 2))
    finally:
        keras.config.set_dtype_policy("float32")
    assert prior(np.zeros((1, 2, 2, SIZE), np.float32)).dtype == "float32"
