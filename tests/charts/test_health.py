"""From scalar rows to the health line."""

import pytest

from ganlib.catalog.health import WINDOW
from ganlib.charts.health import read_health, recent_medians
from ganlib.store.records import Record


def gan_rows(count: int, real: float, fake: float) -> list[Record]:
    return [{"step": step, "probability/real": real, "probability/fake": fake} for step in range(1, count + 1)]


def test_only_the_latest_rows_count() -> None:
    rows = gan_rows(200, 0.99, 0.01) + gan_rows(WINDOW, 0.7, 0.3)
    assert recent_medians(rows) == pytest.approx({"probability/real": 0.7, "probability/fake": 0.3})


def test_a_gap_does_not_spoil_the_median() -> None:
    rows = gan_rows(10, 0.5, 0.5)
    rows[4]["probability/real"] = None
    assert recent_medians(rows)["probability/real"] == 0.5


def test_a_single_step_neither_raises_an_alarm_nor_hides_one() -> None:
    rows = [row | {"grad_norm/g": 0.0} for row in gan_rows(100, 0.7, 0.3)]
    rows[90]["grad_norm/g"] = 1e6
    reading = read_health(rows)
    assert reading is not None
    assert reading.rule.key == "generator_stuck"


def test_a_rarely_logged_scalar_counts_with_its_latest_value() -> None:
    rows = gan_rows(10 * WINDOW, 0.7, 0.3)
    rows[2]["samples/diversity"], rows[40]["samples/diversity"] = 0.1, 0.3
    assert recent_medians(rows)["samples/diversity"] == 0.3


def test_a_sure_discriminator_is_a_warning_with_its_number() -> None:
    reading = read_health(gan_rows(100, 0.99, 0.01))
    assert reading is not None
    assert reading.rule.key == "discriminator_winning"
    assert reading.rule.title.format(**reading.values).endswith("99% sure of itself.")


def test_a_critic_that_ranks_every_picture_rightly_is_no_illness() -> None:
    rows = [row | {"distance/critic": 4.0} for row in gan_rows(100, 1.0, 0.0)]
    reading = read_health(rows)
    assert reading is not None
    assert reading.rule.key == "critic_leading"


def test_a_balanced_game_is_healthy() -> None:
    reading = read_health(gan_rows(100, 0.7, 0.3))
    assert reading is not None
    assert not reading.rule.is_warning


def test_it_is_silent_while_it_is_too_early() -> None:
    assert read_health([]) is None
    assert read_health(gan_rows(5, 0.99, 0.01)) is None
