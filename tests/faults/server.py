"""`accueil serve` as a process of its own, which can be killed as a power cut would."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import msgspec
import psutil

from store_server.settings import PaymentSettings, Settings
from tests.services import Mosquitto, free_port

ROOT = Path(__file__).parents[2]
WELL_WITHIN_S = 90.0
GONE_WITHIN_S = 10.0


class Server:
    """The boutique `faults-1` on a broker and a database. Its log is a file."""

    def __init__(
        self,
        folder: Path,
        database_url: str,
        broker: Mosquitto | None,
        data_dir: Path | None = None,
        **more: str,
    ) -> None:
        """What is ours lies in `folder`, its own in `data_dir`; `more` are variables for it."""
        self.port = free_port()
        self.folder = folder
        self.clock = folder / "clock"  # what it holds is added to the wall clock, in seconds
        self._more = more
        self.mqtt_port = broker.port if broker is not None else free_port()
        self.settings = Settings(
            boutique="faults-1",
            data_dir=data_dir or folder,
            database_url=database_url,
            port=self.port,
            mqtt_port=self.mqtt_port,
            mqtt_embedded=broker is None,
            mqtt_anonymous=True,
            adopt_unknown=True,
            payments=PaymentSettings(provider="simulated"),
        )
        self._log = folder / "server.log"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> str:
        return self._log.read_text(errors="replace") if self._log.exists() else ""

    @property
    def memory_bytes(self) -> int:
        assert self._process is not None
        resident: int = psutil.Process(self._process.pid).memory_info().rss
        return resident

    @property
    def cpu_s(self) -> float:
        assert self._process is not None
        times = psutil.Process(self._process.pid).cpu_times()
        return float(times.user + times.system)

    def start(self) -> None:
        settings = self.settings
        environment = {name: v for name, v in os.environ.items() if not name.startswith("ACCUEIL_")}
        environment |= {
            "ACCUEIL_BOUTIQUE": settings.boutique,
            "ACCUEIL_DATA_DIR": str(settings.data_dir),
            "ACCUEIL_DATABASE_URL": settings.database_url,
            "ACCUEIL_PORT": str(self.port),
            "ACCUEIL_MQTT_PORT": str(self.mqtt_port),
            "ACCUEIL_MQTT_EMBEDDED": "yes" if settings.mqtt_embedded else "no",
            "ACCUEIL_MQTT_ANONYMOUS": "yes",
            "ACCUEIL_ADOPT_UNKNOWN": "yes",
            "ACCUEIL_SIGNALS_UNANSWERED_S": "600",
            "ACCUEIL_PAYMENTS_PROVIDER": settings.payments.provider,
            "FAULTS_CLOCK": str(self.clock),
            **self._more,
        }
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", *self._program()],
                cwd=ROOT,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        self.wait_until("ok")

    def set_clock(self, ahead_s: float) -> None:
        """From then on its wall clock is so much ahead of ours. `start` it afterwards."""
        self.clock.write_text(str(ahead_s))

    def _program(self) -> tuple[str, ...]:
        if self.clock.exists():
            return ("tests.faults.serve",)
        return ("store_server.cli", "serve")

    def kill(self) -> None:
        """Nothing is written any more, and nobody is told."""
        self._end(signal.SIGKILL)

    def stop(self) -> int:
        return self._end(signal.SIGINT)

    def health(self) -> str:
        try:
            with urllib.request.urlopen(f"{self.url}/api/v1/health", timeout=2) as answer:
                said: dict[str, str] = msgspec.json.decode(answer.read())
        except (urllib.error.URLError, OSError):
            return "away"
        return said["status"]

    def wait_until(self, status: str) -> None:
        deadline_s = time.monotonic() + WELL_WITHIN_S
        while self.health() != status:
            assert time.monotonic() < deadline_s, f"never {status}:\n{self.log}"
            time.sleep(0.05)

    def _end(self, how: signal.Signals) -> int:
        process, self._process = self._process, None
        if process is None:
            return 0
        process.send_signal(how)
        try:
            return process.wait(GONE_WITHIN_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise
