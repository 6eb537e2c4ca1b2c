"""A real ONNX file, written byte by byte: it takes what is bright for a person."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from pathlib import Path

SIDE, WINDOW, STEP, BOX = 320, 32, 16, 128.0
FLOAT, INT64 = 1, 7  # TensorProto.DataType
INT, INTS = 2, 7  # AttributeProto.AttributeType


def write(path: Path) -> Path:
    """Mean of the colours, mean of each window, and beside each mean the window's box."""
    many = (SIDE - WINDOW) // STEP + 1
    middles = [WINDOW / 2 + STEP * at for at in range(many)]
    across = [x for _ in middles for x in middles]
    down = [y for y in middles for _ in middles]
    sizes = [BOX] * (2 * many * many)
    window = _ints("kernel_shape", [WINDOW, WINDOW]) + _ints("strides", [STEP, STEP])
    graph = (
        _node("Conv", ["picture", "mean"], "grey")
        + _node("AveragePool", ["grey"], "windows", window)
        + _node("Reshape", ["windows", "row"], "scores")
        + _node("Concat", ["boxes", "scores"], "found", _int("axis", 1))
        + _bytes(2, b"bright")
        + _tensor("mean", [1, 3, 1, 1], FLOAT, struct.pack("<3f", *[1 / 3] * 3))
        + _tensor("row", [3], INT64, struct.pack("<3q", 1, 1, many * many))
        + _tensor(
            "boxes",
            [1, 4, many * many],
            FLOAT,
            struct.pack(f"<{4 * many * many}f", *across, *down, *sizes),
        )
        + _value(11, "picture", [1, 3, SIDE, SIDE])
        + _value(12, "found", [1, 5, many * many])
    )
    path.write_bytes(_number(1, 7) + _bytes(8, _number(2, 11)) + _bytes(7, graph))
    return path


def _varint(number: int) -> bytes:
    said = b""
    while number > 0x7F:
        said += bytes([number & 0x7F | 0x80])
        number >>= 7
    return said + bytes([number])


def _number(field: int, number: int) -> bytes:
    return _varint(field << 3) + _varint(number)


def _bytes(field: int, content: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(content)) + content


def _node(kind: str, inputs: Sequence[str], output: str, attributes: bytes = b"") -> bytes:
    named = b"".join(_bytes(1, name.encode()) for name in inputs) + _bytes(2, output.encode())
    return _bytes(1, named + _bytes(4, kind.encode()) + attributes)


def _ints(name: str, numbers: Sequence[int]) -> bytes:
    values = b"".join(_number(8, number) for number in numbers)
    return _bytes(5, _bytes(1, name.encode()) + values + _number(20, INTS))


def _int(name: str, number: int) -> bytes:
    return _bytes(5, _bytes(1, name.encode()) + _number(3, number) + _number(20, INT))


def _tensor(name: str, shape: Sequence[int], kind: int, content: bytes) -> bytes:
    dims = b"".join(_number(1, size) for size in shape)
    return _bytes(5, dims + _number(2, kind) + _bytes(8, name.encode()) + _bytes(9, content))


def _value(field: int, name: str, shape: Sequence[int]) -> bytes:
    dims = b"".join(_bytes(1, _number(1, size)) for size in shape)
    tensor = _bytes(1, _number(1, FLOAT) + _bytes(2, dims))
    return _bytes(field, _bytes(1, name.encode()) + _bytes(2, tensor))
