"""Programs of the roles have no `.py` in their names, and are read all the same."""

from __future__ import annotations

import sys
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType

ROLES = Path(__file__).resolve().parents[2] / "ansible" / "roles"


def load(path: Path) -> ModuleType:
    name = path.stem.replace("-", "_")
    spec = spec_from_loader(name, SourceFileLoader(name, str(path)))
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[name] = module  # dataclasses look themselves up there
    spec.loader.exec_module(module)
    return module
