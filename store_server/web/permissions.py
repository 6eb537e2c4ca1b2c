"""The table of who may do what, written from the operations' own allow-lists."""

from __future__ import annotations

from collections.abc import Sequence

from store_server.web.callers import SOCKETS, WITH_A_LINK, Who
from store_server.web.operations import PREFIX, Resource
from store_server.web.wire import ROOMS

_HEAD = """\
# Who may do what

Made from the operations themselves; a test fails when it is out of date. To write it anew:

    python -m store_server.web.permissions > docs/permissions.md

People are signed in on their own paired phone. *phone* is such a phone before the PIN, *kiosk* and
*client* are paired devices without a person, *system* is a program of the brand's with a key (one
that may only read is refused each change), *anyone* needs nothing at all. What has no ● is
refused: with 401 where nobody is known, with 403 where somebody is.
"""


def table(resources: Sequence[Resource]) -> str:
    """The whole document, as Markdown."""
    columns = list(Who)
    lines = [_HEAD]
    for resource in resources:
        lines.append(f"\n## {resource.tag}\n")
        lines.append("| | " + " | ".join(who.value for who in columns) + " |")
        lines.append("|---|" + ":-:|" * len(columns))
        for operation in resource.operations:
            name = f"`{operation.method} {PREFIX}{operation.path}`<br>{operation.summary}"
            lines.append(_row(name, operation.allow, columns))
    sockets = SOCKETS | WITH_A_LINK
    lines.append("\n## Rooms of Socket.IO\n")
    lines.append("| | " + " | ".join(who.value for who in columns) + " |")
    lines.append("|---|" + ":-:|" * len(columns))
    for room in ROOMS:
        messages = ", ".join(f"`{name}`" for name in room.messages)
        name = f"`{room.namespace}` {room.whose}<br>{messages}"
        lines.append(_row(name, sockets[room.namespace], columns))
    return "\n".join(lines) + "\n"


def _row(name: str, allow: frozenset[Who], columns: Sequence[Who]) -> str:
    marks = ["●" if who in allow else "" for who in columns]
    return f"| {name} | " + " | ".join(marks) + " |"


if __name__ == "__main__":
    import sys

    from store_server.web.api import RESOURCES

    sys.stdout.write(table(RESOURCES))
