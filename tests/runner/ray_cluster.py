"""A real Ray cluster on this machine, node by node; it ends only what it has started."""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import psutil

from tests.waiting import wait_for

_RAY = Path(sys.executable).with_name("ray")
_START_SECONDS = 60.0


class RayCluster:
    """Heads come back at the same address, as those of a real cluster do."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="gs-"))  # short: Ray's sockets are in it
        self._port, self._dashboard_port, self._client_port = free_ports(3)
        self._nodes: list[subprocess.Popen[bytes]] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._dashboard_port}"

    def start_head(self, num_cpus: int, **ray_settings: str) -> subprocess.Popen[bytes]:
        """`ray_settings` are variables that Ray reads from its environment."""
        head = self._start(
            ray_settings,
            "--head",
            "--include-dashboard=true",
            f"--port={self._port}",
            f"--dashboard-port={self._dashboard_port}",
            f"--ray-client-server-port={self._client_port}",
            f"--temp-dir={self._folder}",
            f"--num-cpus={num_cpus}",
        )
        wait_for(self._answers, _START_SECONDS)
        return head

    def add_node(self, num_cpus: int) -> subprocess.Popen[bytes]:
        return self._start({}, f"--address=127.0.0.1:{self._port}", f"--num-cpus={num_cpus}")

    def kill(self, node: subprocess.Popen[bytes]) -> None:
        """What a power cut does: every process of that node at once."""
        processes = psutil.Process(node.pid).children(recursive=True)
        for process in [*processes, node]:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        node.wait()
        wait_for(lambda: not any(is_alive(process) for process in processes))
        self._nodes.remove(node)

    def close(self) -> None:
        for node in list(self._nodes):
            self.kill(node)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _start(self, ray_settings: dict[str, str], *options: str) -> subprocess.Popen[bytes]:
        (agent_port,) = free_ports(1)
        command = [_RAY, "start", "--block", "--disable-usage-stats", f"--dashboard-agent-listen-port={agent_port}"]
        env = {name: value for name, value in os.environ.items() if not name.startswith(("RAY_", "GAN_STUDIO_"))}
        with open(self._folder / f"node-{len(self._nodes)}.log", "ab") as log:
            node = subprocess.Popen([*command, *options], stdout=log, stderr=log, env=env | ray_settings)
        self._nodes.append(node)
        return node

    def _answers(self) -> bool:
        from ray.job_submission import JobSubmissionClient

        with contextlib.suppress(OSError, RuntimeError):
            JobSubmissionClient(self.address).list_jobs()
            return True
        return False


def is_alive(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def free_ports(count: int) -> list[int]:
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(count)]
        return [server.getsockname()[1] for server in sockets]
