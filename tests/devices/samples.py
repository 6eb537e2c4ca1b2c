"""The samples that each dialect's test file brings, found by the driver's name.

The driver `acme` of `devices/scanners/` shows real shapes as `SAMPLES` in
`tests/devices/scanners/test_acme.py`: pairs of a topic and the payload that came on it. Every one
of them can be read, and the noise test damages them in all the ways that it knows.
"""

from __future__ import annotations

import importlib
import json
import pkgutil
from functools import cache
from typing import Any

from devices.drivers import FAMILIES, Driver, discover

Sample = tuple[str, bytes]


def file_of(driver: Driver) -> str:
    """Where the samples of this driver must stand, as a module."""
    return f"tests.devices.{_family(driver)}.test_{driver.name}"


@cache
def samples_of(name: str) -> tuple[Sample, ...]:
    """The samples of the driver of this name; () where there are none."""
    driver = next(driver for driver in discover() if driver.name == name)
    try:
        module = importlib.import_module(file_of(driver))
    except ModuleNotFoundError:
        return ()
    return tuple(getattr(module, "SAMPLES", ()))


def sample(topic: str, message: object) -> Sample:
    """A sample from what a device says, written as JSON unless it is bytes already."""
    payload = message if isinstance(message, bytes) else json.dumps(message).encode()
    return topic, payload


def keys_of(message: Any) -> set[str]:
    """Every key in a JSON value, at any depth."""
    if isinstance(message, dict):
        return set(message).union(*(keys_of(inner) for inner in message.values()))
    if isinstance(message, list):
        return set().union(*(keys_of(inner) for inner in message))
    return set()


def _family(driver: Driver) -> str:
    for family in FAMILIES:
        package = importlib.import_module(family)
        for module in pkgutil.iter_modules(package.__path__, f"{family}."):
            if getattr(importlib.import_module(module.name), "DRIVER", None) is driver:
                return family.rpartition(".")[2]
    raise LookupError(f"{driver.name} is in no family")
