"""One palette: told apart by everybody, on light and on dark pages."""

from itertools import combinations

import pytest

from ganlib.charts.theme import DARK, DISCRIMINATOR, GAN, NEUTRAL, REAL, VAE, role_colour, run_styles

LIGHT_PAGE, DARK_PAGE = "#FFFFFF", "#0E1117"  # Streamlit's backgrounds
READABLE = 3.0  # WCAG 2.2, 1.4.11, for lines and marks


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("colour", [REAL, GAN, VAE, DISCRIMINATOR, NEUTRAL])
def test_every_colour_is_readable_on_light_and_on_dark(colour: str) -> None:
    assert contrast(colour, LIGHT_PAGE) >= READABLE
    assert contrast(DARK[colour], DARK_PAGE) >= READABLE


def test_generated_pictures_have_the_generators_colour() -> None:
    assert role_colour("fake") == role_colour("generator") == GAN
    assert role_colour("real") == REAL


def test_runs_on_one_page_all_look_different() -> None:
    styles = run_styles(["gan", "vae", "gan", "gan"])
    assert all(one != other for one, other in combinations(styles, 2))
    assert [style.colour for style in styles] == [GAN, VAE, GAN, GAN]
