"""Catalog settings → widgets → RunConfig, mirrored into the address."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ganlib.catalog.choices import CHOICES
from ganlib.catalog.setting import GROUPS, Setting
from ganlib.catalog.settings import SETTINGS
from ganlib.catalog.sizes import SIZE
from ganlib.config.base import Bounds, Scalar
from ganlib.config.link import from_params, to_params
from ganlib.config.run import RunConfig
from ganlib.errors import ConfigError, UnknownSettingError
from ganlib.runner.machine import this_machine
from ganlib.ui import datasets, state
from ganlib.ui.network_size import size_control
from ganlib.ui.start import set_address
from ganlib.ui.words import plain, t, what_it_is, what_went_wrong

_MOST_PROBLEMS, _LONGEST_PROBLEM = 8, 300  # lines and characters: a link may hold anything
_COLUMN_WIDTH = 260  # pixels that a field needs at least
_NARROW_WIDTH = 190  # likewise, where only few are shown
_FEW = 2  # so many values that a grey setting needs of another are named; of more, the one that is in the way


@dataclass
class _Form:
    """What the form on the screen was opened with.

    Attributes:
        address: the parameters that were written last; others mean that somebody opened a link or pressed Back.
        serial: part of every widget's key, so that a newly opened form has fresh widgets.
        problems: what was wrong with the link.
        is_usable: no field holds a value that had to be refused.
        locked: settings that are shown and cannot be changed.
    """

    address: dict[str, str] = field(default_factory=dict)
    serial: int = 0
    problems: list[ConfigError] = field(default_factory=list)
    is_usable: bool = True
    locked: frozenset[str] = frozenset()


def settings_form(
    params: Mapping[str, str],
    default: str,
    also: Mapping[str, str],
    locked: frozenset[str],
    shown: Sequence[str] = (),
) -> tuple[RunConfig, bool]:
    """Show the settings that the address describes; changes go back into the address.

    Args:
        params: address parameters, without those that are not settings.
        default: the preset for a link that names none.
        also: parameters that stay in the address beside the settings.
        locked: settings that cannot be changed, because they decide what a checkpoint fits.
        shown: only these settings, where they do something; none: all.

    Returns:
        The settings as far as they are valid, and whether all of them are.
    """
    start, problems = from_params(params, default)
    form = st.session_state.setdefault(state.FORM, _Form())
    if form.address != params:
        form.serial += 1
        form.problems = problems
    if form.problems:
        lines = [f"- {plain(_shortened(_said(error)))}" for error in form.problems[:_MOST_PROBLEMS]]
        st.warning("\n".join([t("The link was used as far as possible. What it could not set:"), "", *lines]))
    form.is_usable, form.locked = True, locked
    if shown:
        config = _few_fields(start, form, shown)
    else:
        config, size_slot = _fields(start, form)
        with size_slot:
            reason = t("as in its parent") if "architecture" in form.locked else ""
            sized = size_control(config, f"{state.FORM}-{form.serial}-{SIZE.key}", reason)
        if sized != config:
            set_address(to_params(sized) | dict(also))
            st.rerun()  # opened anew, so that the fields of the widths show it
    form.address = to_params(config)
    set_address(form.address | dict(also))
    return config, form.is_usable


def _said(error: ConfigError) -> str:
    """What is wrong with a parameter; the form below shows the settings that exist, so they are not listed."""
    if isinstance(error, UnknownSettingError) and "known" in error.values:
        return t("There is no setting “{field}” here.", field=what_it_is(error.field))
    return what_went_wrong(error)


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_PROBLEM else f"{text[:_LONGEST_PROBLEM]} …"


def _few_fields(config: RunConfig, form: _Form, keys: Sequence[str]) -> RunConfig:
    known = config.setting_types()
    with st.grid(min_column_width=_NARROW_WIDTH, gap="medium"):
        for key in keys:
            if key in known and SETTINGS[key].applies_to(config):
                config = _field(SETTINGS[key], config, form)
    return config


def _fields(config: RunConfig, form: _Form) -> tuple[RunConfig, DeltaGenerator]:
    """Every setting, and the place for the size, which depends on them."""
    known = config.setting_types()
    shown = [setting for key, setting in SETTINGS.items() if key in known]
    with st.grid(min_column_width=_COLUMN_WIDTH, gap="medium"):
        for setting in shown:
            if setting.is_basic:
                config = _field(setting, config, form)
        size_slot = st.container(gap="xsmall")
    with st.expander(t("More settings"), icon=":material/tune:"):
        st.caption(t("The preset has sensible values here. Change one at a time to see what it does."))
        for group, heading in GROUPS.items():
            folded = [setting for setting in shown if setting.group == group and not setting.is_basic]
            if not folded:
                continue
            st.markdown(f"**{t(heading)}**")
            with st.grid(min_column_width=_COLUMN_WIDTH, gap="medium"):
                for setting in folded:
                    config = _field(setting, config, form)
    return config, size_slot


def _field(setting: Setting, config: RunConfig, form: _Form) -> RunConfig:
    """One setting; a value that cannot be used is said beside it and leaves the config as it was."""
    with st.container(gap="xsmall"):
        reason = t("as in its parent") if setting.key in form.locked else _why_disabled(setting, config)
        value = _widget(setting, config, f"{state.FORM}-{form.serial}-{setting.key}", reason)
        try:
            return config.with_settings({setting.key: value})
        except ConfigError as error:
            st.error(plain(what_went_wrong(error)))
            form.is_usable = False
            return config


def _widget(setting: Setting, config: RunConfig, key: str, reason: str) -> Scalar:
    kind, bounds = config.setting_types()[setting.key]
    current = config.settings()[setting.key]
    label = _label(setting)
    if reason:
        label = f"{label} · {reason}"
    is_disabled = bool(reason)
    if bounds.choices:
        return _choice(setting, str(current), _choices(setting.key, config), label, key, is_disabled)
    if kind is bool:
        is_on = current and not (is_disabled and setting.key == "mixed_precision")
        return st.toggle(label, value=bool(is_on), key=key, help=_help(setting), disabled=is_disabled)
    return _number(setting, current, kind, bounds, label, key, is_disabled)


def _label(setting: Setting) -> str:
    title, unit = t(setting.title), t(setting.unit)
    return f"{title} ({unit})" if unit and unit.lower() not in title.lower() else title


def _choice(setting: Setting, current: str, choices: tuple[str, ...], label: str, key: str, is_disabled: bool) -> str:
    options = CHOICES.get(setting.key, {})

    def title(option: str) -> str:
        return option_title(setting.key, option)

    if setting.key == "budget":
        chosen = st.segmented_control(
            label,
            choices,
            default=current,
            required=True,
            format_func=title,
            key=key,
            help=_help(setting),
            disabled=is_disabled,
        )
        return str(chosen)
    index = choices.index(current)
    chosen = st.selectbox(
        label, choices, index=index, format_func=title, key=key, help=_help(setting), disabled=is_disabled
    )
    if setting.key == "dataset":
        st.caption(plain(datasets.words_of(str(chosen))))
    elif chosen in options:
        st.caption(t(options[chosen].why))
    return str(chosen)


def _choices(key: str, config: RunConfig) -> tuple[str, ...]:
    """What a setting may be; among data sets, a person's own pictures too, even those that a link names in vain."""
    possible = config.possible_choices(key)
    if key != "dataset":
        return possible
    if config.draws_points:
        return tuple(dict.fromkeys([*possible, config.data.dataset]))
    own = [] if config.is_conditional else datasets.own_names()
    return tuple(dict.fromkeys([*possible, *own, config.data.dataset]))


def _number(
    setting: Setting, current: Scalar, kind: type, bounds: Bounds, label: str, key: str, is_disabled: bool
) -> Scalar:
    value = st.number_input(
        label,
        value=current,
        step=None if setting.step is None else kind(setting.step),
        format=setting.number_format,
        key=key,
        help=_help(setting, bounds),
        disabled=is_disabled,
    )
    return kind(current if value is None else value)


def _why_disabled(setting: Setting, config: RunConfig) -> str:
    """Why a setting does nothing here; empty when it does something."""
    if setting.key == "mixed_precision" and not this_machine().has_half_precision:
        return t("this machine is not made for it")
    if setting.needs and False not in setting.needs[1]:  # else it is enough that the other one has no effect
        why = _why_disabled(SETTINGS[setting.needs[0]], config)
        if why:
            return why
    if setting.applies_to(config):
        return ""
    if not setting.has_any_needed(config):
        titles = [t(SETTINGS[key].title) for key in setting.needs_any]
        return t("only when one of these is above zero: {settings}", settings=", ".join(titles))
    assert setting.needs is not None
    other, values = setting.needs
    if len(values) > _FEW:
        here = plain(option_title(other, config.settings()[other]))
        return t("not with {setting}: {value}", setting=t(SETTINGS[other].title), value=here)
    titles = [option_title(other, value) for value in values]
    return t("only with {setting}: {values}", setting=t(SETTINGS[other].title), values=", ".join(titles))


def option_title(key: str, value: Scalar) -> str:
    """What a value of a setting is called on the screen."""
    if isinstance(value, bool):
        return t("on") if value else t("off")
    if key == "dataset":
        return datasets.title_of(str(value))
    spec = CHOICES.get(key, {}).get(str(value))
    return t(spec.title) if spec else str(value)


def _help(setting: Setting, bounds: Bounds | None = None) -> str:
    parts = [t(setting.why)]
    if bounds and bounds.describe():
        parts.append(t("Allowed: {range}.", range=bounds.describe()))
    if setting.formula:
        parts.append(f"$${setting.formula}$$")
    if setting.paper:
        parts.append(f"*{setting.paper}*")
    return "\n\n".join(parts)
