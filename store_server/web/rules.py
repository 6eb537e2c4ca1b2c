"""How Flask keeps our addresses: three hundred of them, of which hardly one is ever built."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from werkzeug.routing import Rule


class LazyRule(Rule):
    """Writes the program that builds its address when one is asked for.

    Werkzeug writes and compiles two for each rule at start: a tenth of a second, each time.
    `_compile_builder` is Werkzeug's own; a release that does without it is as slow as before.
    """

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        def build(rule: Rule, **values: Any) -> tuple[str, str]:
            return Rule._compile_builder(self, append_unknown)(rule, **values)

        return build
