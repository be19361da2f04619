"""Pages in process, as in tests/pages."""

from tests.pages.conftest import engine, open_page, store

__all__ = ["engine", "open_page", "store"]
