"""Taking in a person's own pictures: choose files, see what will become of them, keep them."""

from collections.abc import Sequence

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from ganlib.config.own import FEWEST, SIDES
from ganlib.errors import GanlibError
from ganlib.store.picture_files import ARCHIVE, ENDINGS, Form, Reading, files_of, glimpse, read_pictures
from ganlib.ui import datasets, resources, state
from ganlib.ui.gallery import show_images
from ganlib.ui.words import number, plain, t, what_went_wrong

_DEFAULT_SIDE = 32
_GLIMPSE = 12  # pictures
_LONGEST_TITLE = 80  # characters
_TELL_EVERY = 10  # files


def add_form() -> None:
    """Choose, look, keep. What has just been added is said above it."""
    _say_what_was_added()
    serial = st.session_state.setdefault(state.PICTURES_FORM, 0)  # a new one makes empty widgets
    with st.container(border=True, key="add-pictures"):
        st.subheader(t("Add pictures"), anchor=False)
        is_folder = _asks_for_folder(serial)
        files = st.file_uploader(
            t("A folder of pictures") if is_folder else t("Pictures, or zip files of pictures"),
            type=[ending.removeprefix(".") for ending in (*ENDINGS, *(() if is_folder else (ARCHIVE,)))],
            accept_multiple_files="directory" if is_folder else True,
            key=f"pictures-files-{serial}-{is_folder}",
            help=t("JPEG, PNG, WebP, GIF, BMP or TIFF, of any size. At least {fewest} of them.", fewest=FEWEST),
        )
        if files:
            _choose(files, serial)


def _asks_for_folder(serial: int) -> bool:
    chosen = st.segmented_control(
        t("Choose"),
        [False, True],
        default=False,
        required=True,
        format_func=lambda is_folder: t("a whole folder") if is_folder else t("files, or a zip file"),
        key=f"{state.PICTURES_KIND}{serial}",
        label_visibility="collapsed",
    )
    return bool(chosen)


@st.fragment
def _choose(files: Sequence[UploadedFile], serial: int) -> None:
    """How they are to look, and the button that keeps them."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        side = st.selectbox(
            t("Size"),
            SIDES,
            index=SIDES.index(_DEFAULT_SIDE),
            format_func=lambda side: t("{side} × {side} pixels", side=side),
            key=f"pictures-side-{serial}",
            width=180,
            help=t(
                "All pictures become squares of this size. Twice as high and wide is four times the work: begin small, "
                "64 and more want patience or a GPU."
            ),
        )
        is_whole = st.toggle(
            t("Keep the whole picture"),
            key=f"pictures-whole-{serial}",
            help=t("With a white margin, where it is no square. Else the largest square in its middle is taken."),
        )
        is_grey = st.toggle(
            t("Without colours"),
            key=f"pictures-grey-{serial}",
            help=t("Grey pictures are easier to learn. Where none has any colour, this is so in any case."),
        )
    form = Form(side=side, is_cropped=not is_whole, is_grey=is_grey)
    uploads = [(file.name, file) for file in files]
    try:
        shown = glimpse(files_of(uploads), form, _GLIMPSE)
    except GanlibError as error:
        st.error(plain(what_went_wrong(error)), icon=":material/error:")
        return
    if shown is not None:
        show_images(shown, _GLIMPSE, alt=t("The first pictures, as the model will see them"))
        st.caption(t("The first pictures, as the model will see them."))
    suggested = _suggested(files[0].name)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        title = st.text_input(
            t("What to call them"),
            max_chars=_LONGEST_TITLE,
            placeholder=suggested or t("for example: my watercolours"),
            key=f"pictures-title-{serial}",
            width=320,
        )
        is_sent = st.button(t("Keep these pictures"), type="primary", icon=":material/add_photo_alternate:")
    if is_sent:
        _keep(uploads, form, title or suggested)


def _suggested(name: str) -> str:
    """What the folder or the archive is called; nothing for single files."""
    folder, _, rest = name.partition("/")
    return folder if rest else name[: -len(ARCHIVE)] if name.lower().endswith(ARCHIVE) else ""


def _keep(uploads: Sequence[tuple[str, UploadedFile]], form: Form, title: str) -> None:
    bar = st.progress(0.0, t("Reading …"))

    def tell(count: int, total: int) -> None:
        if count % _TELL_EVERY == 0:
            bar.progress(
                count / total, t("Reading file {count} of {total} …", count=number(count), total=number(total))
            )

    try:
        sources = list(files_of(uploads))
        reading = read_pictures(sources, form, lambda count: tell(count, len(sources)))
        resources.engine().add_pictures(reading, title)
    except (GanlibError, OSError) as error:
        bar.empty()
        st.error(plain(what_went_wrong(error)), icon=":material/error:")
        return
    st.session_state[state.PICTURES_ADDED] = _summary(reading)
    st.session_state[state.PICTURES_FORM] += 1
    datasets.look_again()
    st.rerun()


def _summary(reading: Reading) -> str:
    parts = [t("{count} pictures are here now.", count=number(len(reading.pictures)))]
    if reading.repeated:
        parts.append(t("Left out because they were there already: {count}.", count=number(reading.repeated)))
    if reading.num_unusable:
        names = ", ".join(reading.unusable) + (" …" if reading.num_unusable > len(reading.unusable) else "")
        parts.append(
            t(
                "Left out because they cannot be read: {count} ({names}).",
                count=number(reading.num_unusable),
                names=names,
            )
        )
    return " ".join(parts)


def _say_what_was_added() -> None:
    summary = st.session_state.pop(state.PICTURES_ADDED, "")
    if summary:
        st.success(plain(summary), icon=":material/check:")
