"""The studio as a server, spoken to without a browser: who may connect, and how much they may send."""

import http.client
import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import InvalidStatus
from websockets.sync.client import ClientConnection, connect

from tests.test_architecture import ROOT

pytestmark = pytest.mark.slow
START_SECONDS = 60


class Server:
    """`streamlit run app.py` on a port of its own."""

    def __init__(self, runs: Path, **environment: str) -> None:
        with socket.socket() as free:
            free.bind(("localhost", 0))
            self.port = int(free.getsockname()[1])
        settings = {
            "GAN_STUDIO_RUNS": str(runs),
            "GAN_STUDIO_STANDBY": "0",
            "STREAMLIT_SERVER_PORT": str(self.port),
            "STREAMLIT_SERVER_HEADLESS": "true",
        }
        self._process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", "app.py"],
            cwd=ROOT,
            env=os.environ | settings | environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + START_SECONDS
        while not self._is_up():
            assert self._process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.1)

    def _is_up(self) -> bool:
        try:
            return self.ask("GET", "/_stcore/health")[0] == 200
        except OSError:
            return False

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body of an answer."""
        with closing(http.client.HTTPConnection("localhost", self.port, timeout=30)) as connection:
            names = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body or None, names)
            answer = connection.getresponse()
            return answer.status, {key.lower(): value for key, value in answer.getheaders()}, answer.read()

    def dial(self, host: str, origin: str | None = None) -> ClientConnection:
        """Open the page's WebSocket as a browser would that believes itself at `host`."""
        with_host = socket.create_connection(("127.0.0.1", self.port))
        return connect(
            f"ws://{host}/_stcore/stream", sock=with_host, origin=origin or f"http://{host}", compression=None
        )  # type: ignore[arg-type]

    def end(self) -> None:
        self._process.kill()
        self._process.wait()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    one = Server(tmp_path_factory.mktemp("runs"))
    yield one
    one.end()


def session_of(socket: ClientConnection) -> str:
    """Run the page once; the id of the session stands in its first message."""
    ask = BackMsg()
    ask.rerun_script.query_string = ""
    socket.send(ask.SerializeToString())
    while True:
        message = ForwardMsg()
        message.ParseFromString(socket.recv(timeout=30))
        if message.WhichOneof("type") == "new_session":
            return str(message.new_session.initialize.session_id)


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1", "LOCALHOST", "localhost."])
def test_this_computer_may_connect_under_its_own_names(server: Server, name: str) -> None:
    with server.dial(f"{name}:{server.port}") as socket:
        assert session_of(socket)


@pytest.mark.parametrize(
    "host",
    ["evil.example", "localhost.evil.example", "evil.example:{port}", "127.0.0.1.nip.io:{port}", "192.168.1.5:{port}"],
)
def test_a_name_that_was_made_to_point_here_is_refused(server: Server, host: str) -> None:
    """DNS rebinding: the page and the WebSocket have the same foreign name, so that the origin looks right."""
    with pytest.raises(InvalidStatus) as refused, server.dial(host.format(port=server.port)):
        pass
    assert refused.value.response.status_code == 403


def test_another_page_cannot_connect(server: Server) -> None:
    with pytest.raises(InvalidStatus), server.dial(f"localhost:{server.port}", origin="http://evil.example"):
        pass


def test_nobody_outside_this_computer_is_listened_to(server: Server) -> None:
    listening = subprocess.run(
        [sys.executable, "-c", f"import psutil; print([c.laddr.ip for c in psutil.Process({server._process.pid})"
         ".net_connections('tcp') if c.status == 'LISTEN'])"],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert set(listening.strip("[]\n").replace("'", "").split(", ")) <= {"127.0.0.1", "::1"}


def test_an_open_studio_answers_to_the_name_it_was_given(tmp_path: Path) -> None:
    server = Server(
        tmp_path, STREAMLIT_SERVER_ADDRESS="0.0.0.0", STREAMLIT_SERVER_ALLOWED_HOSTS="localhost studio.example.org"
    )
    try:
        for host in ("studio.example.org", f"localhost:{server.port}"):
            with server.dial(host) as socket:
                assert session_of(socket)
        with pytest.raises(InvalidStatus), server.dial("evil.example"):
            pass
    finally:
        server.end()


def test_an_upload_beyond_the_limit_is_refused_by_the_server(tmp_path: Path) -> None:
    """Whatever the widget in the page says."""
    server = Server(tmp_path, STREAMLIT_SERVER_MAX_UPLOAD_SIZE="1")
    try:
        _, headers, _ = server.ask("GET", "/_stcore/health")
        cookie = headers["set-cookie"].split(";")[0]
        token = {"Cookie": cookie, "X_Xsrftoken": cookie.partition("=")[2]}
        with server.dial(f"localhost:{server.port}") as socket:
            path = f"/_stcore/upload_file/{session_of(socket)}/{secrets.token_hex(8)}"
            kinds = {"Content_Type": "multipart/form-data; boundary=x"}

            def put(size: int, **more: str) -> int:
                body = b'--x\r\nContent-Disposition: form-data; name="f"; filename="a.zip"\r\n\r\n'
                return server.ask("PUT", path, body + bytes(size) + b"\r\n--x--\r\n", **kinds, **more)[0]

            assert put(1000) == 403  # no token: another page sent it
            assert put(1000, **token) == 204
            assert put(2 * 2**20, **token) == 413
    finally:
        server.end()


@pytest.mark.parametrize(
    "path",
    [
        "/app/static/../app.py",
        "/app/static/%2e%2e/app.py",
        "/app/static/..%2fapp.py",
        "/app/static/....//app.py",
        "/app/static//etc/passwd",
        "/app/static/%00",
        "/media/../app.py",
        "/media/x.html",
        "/component/../app.py",
        "/app/static/runs",
        "/.streamlit/config.toml",
        "/app/static/C:%5cwindows",
    ],
)
def test_no_address_of_the_server_leads_to_a_file_of_ours(server: Server, path: str) -> None:
    status, _, body = server.ask("GET", path)
    assert status != 500
    assert b"ganlib" not in body
    assert b"root:" not in body


def test_what_is_served_by_name_is_the_vendored_library_and_the_icon() -> None:
    """Streamlit serves `static/` with the type that the name says: nothing that a visitor gives may land there."""
    served = {path.suffix for path in (ROOT / "static").rglob("*") if path.is_file()}
    assert served <= {".js", ".png", ".md", ".txt", ".LICENSE", ""}
