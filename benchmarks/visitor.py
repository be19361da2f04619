"""One visitor without a browser: speaks Streamlit's protobuf over a WebSocket and obeys the page's clock."""

import asyncio
import json
import time
import urllib.request
from dataclasses import dataclass, field

from streamlit.components.v2.bidi_component.main import _make_trigger_id
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.BidiComponent_pb2 import BidiComponent
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

CLOCK = "gan_studio_live_clock"  # as ganlib/ui/live.py names it
MOST_SECONDS = 60.0  # without an answer: an error


@dataclass
class Visitor:
    """What a visitor's browser does: opens the page, draws nothing, asks for news when the clock says so.

    Attributes:
        update_ms: for each update, from the question to the end of the script run that answers it.
        errors: exceptions on the page, lost connections, answers that never came.
    """

    url: str  # http://localhost:…
    run_id: str
    update_ms: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    _clock: tuple[str, str, float, float] | None = None  # fragment, component, seconds, beat
    _pictures: set[str] = field(default_factory=set)

    async def watch(self) -> None:
        """Until cancelled."""
        address = self.url.replace("http", "ws") + "/_stcore/stream"
        try:
            async with connect(address, subprotocols=["streamlit"], max_size=None, compression=None) as socket:  # type: ignore[list-item]
                await self._ask(socket, self._question())
                while self._clock:
                    await asyncio.sleep(self._clock[2])
                    began = time.perf_counter()
                    await self._ask(socket, self._question())
                    self.update_ms.append(1000.0 * (time.perf_counter() - began))
                self.errors.append("the page has no clock")
        except (OSError, EOFError, TimeoutError, RuntimeError) as error:
            self.errors.append(repr(error))

    def _question(self) -> BackMsg:
        """The first visit, then ticks of the clock."""
        message = BackMsg()
        message.rerun_script.query_string = f"run={self.run_id}"
        if self._clock:
            fragment, component, _, beat = self._clock
            message.rerun_script.fragment_id = fragment
            trigger = message.rerun_script.widget_states.widgets.add(id=_make_trigger_id(component, "events"))
            trigger.json_trigger_value = json.dumps([{"event": "tick", "value": beat}])
        return message

    async def _ask(self, socket: ClientConnection, question: BackMsg) -> None:
        await socket.send(question.SerializeToString())
        async with asyncio.timeout(MOST_SECONDS):
            while True:
                content = await socket.recv(decode=False)
                answer = ForwardMsg.FromString(content)
                kind = answer.WhichOneof("type")
                if kind == "delta":
                    await self._see(answer)
                elif kind == "script_finished" and answer.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                    return

    async def _see(self, answer: ForwardMsg) -> None:
        element = answer.delta.new_element
        match element.WhichOneof("type"):
            case "exception":
                self.errors.append(element.exception.message)
            case "imgs":
                for picture in element.imgs.imgs:
                    await self._fetch(picture.url)
            case "bidi_component" if element.bidi_component.component_name == CLOCK:
                self._clock = (answer.delta.fragment_id, *_setting(element.bidi_component))

    async def _fetch(self, path: str) -> None:
        """As the browser does with a picture that it does not have yet."""
        if path not in self._pictures:
            self._pictures.add(path)
            await asyncio.to_thread(lambda: urllib.request.urlopen(self.url + path, timeout=MOST_SECONDS).read())


def _setting(clock: BidiComponent) -> tuple[str, float, float]:
    data = json.loads(clock.json)
    return clock.id, data["seconds"], data["beat"]
