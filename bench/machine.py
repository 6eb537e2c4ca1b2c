"""What the figures were measured on, and who else was using it meanwhile."""

from __future__ import annotations

import os
import platform
import subprocess
import time
from collections.abc import Iterable
from pathlib import Path

import psutil

PROBED_FOR_S = 1.5


def describe(folder: Path) -> dict[str, str]:
    return {
        "processor": _processor(),
        "cores": str(os.cpu_count()),
        "memory": f"{psutil.virtual_memory().total / 2**30:.0f} GiB",
        "system": f"{platform.system()} {platform.release()}",
        "Python": platform.python_version(),
        "broker": _mosquitto(),
        "disk": f"{durable_writes_per_s(folder):,.0f} durable 4 KiB writes a second",
    }


def durable_writes_per_s(folder: Path) -> float:
    """How often this disk says that it has kept something: no commit can be faster."""
    block = os.urandom(4096)
    probe = folder / "fsync-probe"
    done = 0
    with probe.open("wb", buffering=0) as file:
        began = time.monotonic()
        while time.monotonic() - began < PROBED_FOR_S:
            file.write(block)
            os.fsync(file.fileno())
            done += 1
        took_s = time.monotonic() - began
    probe.unlink()
    return done / took_s


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _mosquitto() -> str:
    program = "/usr/sbin/mosquitto" if Path("/usr/sbin/mosquitto").exists() else "mosquitto"
    said = subprocess.run([program, "-h"], capture_output=True, text=True, check=False).stdout
    return said.splitlines()[0] if said else "Mosquitto"


class Usage:
    """Processor seconds from its making to `stop`, of some processes, each with its children, and
    of everybody else."""

    def __init__(self, **processes: int) -> None:
        self._processes = {name: psutil.Process(pid) for name, pid in processes.items()}
        self._began_s = time.monotonic()
        self._before = self._used()
        self._machine_before = _machine_busy_s()
        self.lasted_s = 0.0
        self.used_s: dict[str, float] = {}
        self.others_cores = 0.0  # cores that were busy with other things, on average

    def stop(self) -> None:
        self.lasted_s = time.monotonic() - self._began_s
        after = self._used()
        self.used_s = {name: after[name] - before for name, before in self._before.items()}
        others_s = _machine_busy_s() - self._machine_before - sum(self.used_s.values())
        self.others_cores = max(0.0, others_s / self.lasted_s)

    def _used(self) -> dict[str, float]:
        while True:
            try:
                return self._look()
            except psutil.NoSuchProcess:  # a child has ended: from now on its parent tells of it
                if not all(process.is_running() for process in self._processes.values()):
                    raise

    def _look(self) -> dict[str, float]:
        theirs = {
            name: [process, *process.children(recursive=True)]
            for name, process in self._processes.items()
        }
        ours = psutil.Process()
        own = {ours, *ours.children(recursive=True)}.difference(*theirs.values())
        return {"bench": _cpu_s(own)} | {name: _cpu_s(all_) for name, all_ in theirs.items()}


def _cpu_s(processes: Iterable[psutil.Process]) -> float:
    """With those of their children that have ended: whatever ends, the sum never shrinks. Raises
    `psutil.NoSuchProcess`."""
    return sum(sum(process.cpu_times()[:4]) for process in processes)


def _machine_busy_s() -> float:
    times = psutil.cpu_times()
    return float(sum(times) - times.idle - times.iowait - times.guest - times.guest_nice)
