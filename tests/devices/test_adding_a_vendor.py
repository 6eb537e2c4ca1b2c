"""The page on devices shows how to add a vendor. What it shows works, and passes its own test."""

from __future__ import annotations

import importlib.util
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from devices.decoding import Router
from devices.drivers import Driver

PAGE = Path(__file__).parents[2] / "docs" / "devices.md"
DIALECT = "devices.beacons.acme"
TEST = "tests.devices.beacons.test_acme"


@pytest.fixture
def blocks() -> list[str]:
    found = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert len(found) == 2
    return found


def module_of(name: str, code: str, folder: Path) -> ModuleType:
    """What stands on the page, as if it were a file."""
    file = folder / f"{name.rpartition('.')[2]}.py"
    file.write_text(code, encoding="utf-8")
    spec = importlib.util.spec_from_file_location(name, file)
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def acme(blocks: list[str], tmp_path: Path) -> Iterator[ModuleType]:
    yield module_of(DIALECT, blocks[0], tmp_path)
    del sys.modules[DIALECT]


@pytest.fixture
def its_test(acme: ModuleType, blocks: list[str], tmp_path: Path) -> Iterator[ModuleType]:
    yield module_of(TEST, blocks[1], tmp_path)
    del sys.modules[TEST]


def test_the_example_passes_its_own_test(acme: ModuleType, its_test: ModuleType) -> None:
    tests = [test for name, test in vars(its_test).items() if name.startswith("test_")]
    assert len(tests) == 2
    for test in tests:
        test()
    assert isinstance(acme.DRIVER, Driver)
    router = Router([acme.DRIVER], "paris-1")
    for topic, payload in its_test.SAMPLES:
        assert [reading.device for reading in router.decode(topic, payload)]
    assert router.filters() == ["acme/+/adverts"]
