"""The language: the browser's first, then what a link or a person chose, on every page."""

from tests.pages.conftest import OpenPage


def languages_offered(app) -> set[str]:
    return {button.label for button in app.button if button.label in ("English", "中文")}


def test_a_link_in_chinese_stays_chinese_on_the_next_page(open_page: OpenPage) -> None:
    app = open_page("train", {"lang": "zh"})
    assert languages_offered(app) == {"English"}
    app.query_params.clear()
    app.switch_page("pages/runs.py").run()
    assert languages_offered(app) == {"English"}
    assert app.query_params["lang"] == "zh"


def test_a_language_that_does_not_exist_is_ignored(open_page: OpenPage) -> None:
    assert languages_offered(open_page("train", {"lang": "tlh"})) == {"中文"}
