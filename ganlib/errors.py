"""The errors that GAN Studio raises on purpose: what was received, what was expected, what to do."""

from typing import Any

from ganlib.i18n import N_, Translate


class GanlibError(Exception):
    """An error whose message is a translatable template and the values that fill it."""

    def __init__(self, template: str, **values: Any) -> None:
        self.template = template
        self.values = values
        super().__init__(template.format(**values))

    def text(self, translate: Translate) -> str:
        """The message in the reader's language."""
        return translate(self.template).format(**self.values)


class ConfigError(GanlibError):
    """A setting that cannot be used. `field` names it, so that a form can show the message beside it."""

    def __init__(self, field: str, template: str, **values: Any) -> None:
        self.field = field
        super().__init__(template, field=field, **values)


class UnknownSettingError(ConfigError):
    """There is no setting of this name, or not in this family of models."""


class LimitError(GanlibError):
    """More than this studio allows."""


class NotAllowedError(GanlibError):
    """What only the owner of a run, or of the studio, may do."""


class DataError(GanlibError):
    """A data set that is damaged, missing or out of reach."""


class DataOfflineError(DataError):
    """A data set that is not on this computer and could not be fetched."""


class DataMissingError(DataError):
    """A person's own pictures that are not on this computer."""


class PicturesError(GanlibError):
    """Files of which no data set can be made."""


class RunNotFoundError(GanlibError):
    """No run has this id."""

    def __init__(self, run_id: str) -> None:
        super().__init__(N_("There is no run “{run_id}”. Look at the Runs page for those that exist."), run_id=run_id)


class DamagedRunError(GanlibError):
    """A run folder that cannot be read; the rest of the studio goes on without it."""


class ArchiveError(GanlibError):
    """A file that is not the archive of a run, or that was made to do harm."""


class UnknownClassError(GanlibError):
    """A class of pictures that a model does not draw."""


class ModelNotReadyError(GanlibError):
    """A run without the finished model that was asked for."""
