"""What a visitor may do, held below the pages."""

import io
from collections.abc import Callable
from dataclasses import replace

import pytest

from ganlib.config.limits import Limits
from ganlib.config.presets import preset
from ganlib.errors import LimitError, NotAllowedError
from ganlib.runner.engine import Engine
from ganlib.runner.local import LocalEngine
from ganlib.runner.visitors import HOST, Visitor, VisitorEngine
from ganlib.store import layout
from ganlib.store.bundle import write_zip
from ganlib.store.checkpoints import Checkpoint
from ganlib.store.picture_files import Form, files_in, read_pictures
from ganlib.store.runs import About, Origin, Run, RunStore
from ganlib.store.status import RunState
from tests.fakes.pictures import add_some

STEPS = preset("quick-gan").with_settings({"budget": "steps", "num_steps": 20})
ANN, BOB, NOBODY = Visitor(owner="ann"), Visitor(owner="bob"), Visitor()
# What of an engine concerns no visitor: it is called by the app, the command line and the supervisor.
NOT_FOR_VISITORS = {
    "advance", "claim", "close", "get_ready", "make_way", "reap", "use_idle_time", "queue_position", "running",
}  # fmt: skip

CONTROL: dict[str, Callable[[VisitorEngine, Run], object]] = {
    "pause": lambda engine, run: engine.pause(run),
    "stop": lambda engine, run: engine.stop(run),
    "resume": lambda engine, run: engine.resume(run),
    "discard": lambda engine, run: engine.discard(run),
    "describe": lambda engine, run: engine.describe(run, About(name="mine now")),
    "move": lambda engine, run: engine.move(run, 1),
    "branch": lambda engine, run: engine.branch(run, Checkpoint(run.path, 0), STEPS),
}


class Queue(LocalEngine):
    """Launches nothing: every run waits."""

    def advance(self) -> list[Run]:
        return []


@pytest.fixture
def engine(store: RunStore) -> Queue:
    return Queue(store)


def snapshot(store: RunStore) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in store.root.rglob("*") if path.is_file() and path.name[0] != "."}


def test_every_request_to_an_engine_passes_the_visitors_desk() -> None:
    """A method that somebody adds to the engine is out of the pages' reach until it is decided who may use it."""
    asked = {name for name in dir(Engine) if not name.startswith("_")}
    assert asked - NOT_FOR_VISITORS == {name for name in vars(VisitorEngine) if name[0] != "_"} - {
        "admission", "may_control", "pictures", "rename_pictures", "runs",
    }  # fmt: skip


@pytest.mark.parametrize("action", CONTROL)
@pytest.mark.parametrize("visitor", [BOB, NOBODY], ids=["another", "unknown"])
@pytest.mark.parametrize("owner", ["ann", ""], ids=["hers", "nobody's"])
@pytest.mark.parametrize("state", [RunState.QUEUED, RunState.PAUSED, RunState.RUNNING])
def test_a_run_of_somebody_else_cannot_be_touched(
    engine: Queue, store: RunStore, action: str, visitor: Visitor, owner: str, state: RunState
) -> None:
    run = store.create(STEPS, origin=Origin(owner=owner))
    replace(run.status(), state=state).write(run.path)
    before = snapshot(store)
    with pytest.raises(NotAllowedError):
        CONTROL[action](VisitorEngine(engine, visitor), run)
    assert snapshot(store) == before


def test_ones_own_runs_can_be_controlled(engine: Queue, store: RunStore) -> None:
    hers = VisitorEngine(engine, ANN)
    run = hers.start(STEPS)
    assert run.origin().owner == "ann"
    hers.describe(run, About(name="mine"))
    assert run.about().name == "mine"
    hers.pause(run)
    assert run.status().state is RunState.PAUSED
    hers.resume(run)
    hers.stop(run)
    assert run.status().state is RunState.STOPPED
    hers.discard(run)
    assert list(store) == []


def test_each_sees_their_own_runs_and_the_host_sees_all(engine: Queue) -> None:
    hers, his = VisitorEngine(engine, ANN).start(STEPS), VisitorEngine(engine, BOB).start(STEPS)
    own = VisitorEngine(engine, HOST).start(STEPS)
    assert VisitorEngine(engine, ANN).runs() == [hers]
    assert VisitorEngine(engine, BOB).runs() == [his]
    assert VisitorEngine(engine, NOBODY).runs() == []
    assert set(VisitorEngine(engine, HOST).runs()) == {hers, his, own}


def test_whoever_signs_in_keeps_what_their_browser_started(engine: Queue) -> None:
    earlier = VisitorEngine(engine, ANN).start(STEPS)
    signed_in = VisitorEngine(engine, Visitor(owner="account", before="ann"))
    run = signed_in.start(STEPS)
    assert run.origin().owner == "account"
    assert set(signed_in.runs()) == {run, earlier}
    signed_in.stop(earlier)
    elsewhere = VisitorEngine(engine, Visitor(owner="account", before="another browser"))
    assert elsewhere.runs() == [run]
    assert VisitorEngine(engine, ANN).runs() == [earlier]


def test_who_is_unknown_may_look_but_not_start(engine: Queue, store: RunStore) -> None:
    for start in (
        VisitorEngine(engine, NOBODY).start,
        lambda config: VisitorEngine(engine, NOBODY).start_all([config]),
    ):
        with pytest.raises(NotAllowedError, match="cookies"):
            start(STEPS)
    assert list(store) == []


def test_visitors_neither_jump_the_queue_nor_bring_files(engine: Queue) -> None:
    hers = VisitorEngine(engine, ANN)
    run = hers.start(STEPS)
    with pytest.raises(NotAllowedError):
        hers.move(run, 1)
    with pytest.raises(NotAllowedError):
        hers.take_in(io.BytesIO())


def test_visitors_learn_from_the_hosts_pictures_and_change_none(engine: Queue, store: RunStore) -> None:
    pictures = add_some(store.root)
    hers, reading = VisitorEngine(engine, ANN), read_pictures(files_in(store.root.parent / "leaves-30"), Form(side=28))
    assert list(hers.pictures) == [pictures]
    hers.start(STEPS.with_settings({"dataset": pictures.name}))
    for change in (
        lambda: hers.add_pictures(reading, "hers"),
        lambda: hers.rename_pictures(pictures, "hers"),
        lambda: hers.delete_pictures(pictures),
    ):
        with pytest.raises(NotAllowedError):
            change()
    assert [one.about().title for one in engine.pictures] == ["Leaves"]


def test_a_visitors_share_is_counted_over_start_resume_and_branch(engine: Queue) -> None:
    engine.admission.limits = Limits(max_per_visitor=1)
    hers = VisitorEngine(engine, ANN)
    waiting = hers.start(STEPS)
    with pytest.raises(LimitError):
        hers.start(STEPS)
    hers.pause(waiting)
    second = hers.start(STEPS)
    with pytest.raises(LimitError):
        hers.resume(waiting)
    assert engine.queue() == [second]


def test_an_owner_written_into_a_run_folder_by_its_archive_does_not_count(engine: Queue, store: RunStore) -> None:
    run = VisitorEngine(engine, ANN).start(STEPS)
    file = io.BytesIO()
    write_zip(run, file)
    again = VisitorEngine(engine, HOST).take_in(file)
    assert not (again.path / layout.ORIGIN).exists()
    assert not VisitorEngine(engine, ANN).may_control(again)
