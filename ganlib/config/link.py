"""RunConfig ↔ address parameters: short (only what differs from the preset) and validated."""

from collections.abc import Mapping

from ganlib.config.base import parse_scalar, unknown_key
from ganlib.config.presets import PRESETS, preset
from ganlib.config.run import RunConfig
from ganlib.errors import ConfigError


def to_params(config: RunConfig) -> dict[str, str]:
    """The address parameters that open `config` again: its preset and the settings that differ from it."""
    start = PRESETS.get(config.preset) or _similar(config)
    before = start.settings()
    changed = {key: _spell(value) for key, value in config.settings().items() if before.get(key) != value}
    return {"preset": start.preset} | changed


def from_params(params: Mapping[str, str], default: str) -> tuple[RunConfig, list[ConfigError]]:
    """Read a link, made by hand or by an older version.

    Args:
        params: address parameters; those that are valid are used.
        default: the preset to start from where the link names none.

    Returns:
        The config, and one error for each parameter that could not be used.
    """
    problems: list[ConfigError] = []
    try:
        config = preset(params.get("preset", default))
    except ConfigError as error:
        problems.append(error)
        config = PRESETS[default]
    config, refused = with_texts(config, {key: text for key, text in params.items() if key != "preset"})
    return config, problems + refused


def with_texts(config: RunConfig, texts: Mapping[str, str]) -> tuple[RunConfig, list[ConfigError]]:
    """`config` with settings read from text, and an error for each that could not be used.

    Their order does not matter: what does not go with `config` may go with what else is said.
    """
    waiting = dict(texts)
    while waiting:
        refused: dict[str, ConfigError] = {}
        for key, text in waiting.items():
            try:
                config = with_text(config, key, text)
            except ConfigError as error:
                refused[key] = error
        if len(refused) == len(waiting):
            return config, list(refused.values())
        waiting = {key: waiting[key] for key in refused}
    return config, []


def with_text(config: RunConfig, key: str, text: str) -> RunConfig:
    """`config` with one setting read from text, as a link or the command line spells it.

    Raises:
        ConfigError: the setting is unknown or the text does not fit it.
    """
    known = config.setting_types()
    if key not in known:
        raise unknown_key(key, known)
    return config.with_settings({key: parse_scalar(key, text, known[key][0])})


def _similar(config: RunConfig) -> RunConfig:
    """A preset of the same family and kind of data, for a config whose own preset is gone."""
    kind = config.family, config.draws_points
    return next(start for start in PRESETS.values() if (start.family, start.draws_points) == kind)


def _spell(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
