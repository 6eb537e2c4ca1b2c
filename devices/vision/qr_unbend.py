"""Straightens a code that was found and cannot be read: a crumpled card, a label on a bottle.

The edges between modules lie on a lattice whose pitch is known once the size of the code is. How
far the lattice is out of place is the phase of that pitch, measured locally as in a radio receiver:
the edges are multiplied by a turning pointer and smoothed, and what remains of the pointer's angle
is the displacement. A label on a cylinder is squeezed so much at both sides that the phase is lost
there; the bend is guessed first, by trying a few and keeping the one whose lattice rings loudest.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from itertools import product
from typing import Any, TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
Floats = NDArray[np.float32]
Pixel = TypeVar("Pixel", np.uint8, np.float32)

PITCH_PX = 8  # of a module in the straightened picture
MARGIN = 3  # modules around it
FINDER_CENTRE = 3.5  # modules from the corner to the middle of a finder pattern
SMALLEST, LARGEST, VERSION_STEP = 21, 57, 4  # modules a side: versions 1 to 10
BENDS = (0.0, 0.5, 0.75, 1.0, 1.2)  # half the arc that is seen, in radians
GUESSES = 4  # more of them read nothing more
BLOCKS = 5  # a side, in which the lattice is judged by itself
ROUNDS = ((12.0, 14), (9.0, 18))  # (smoothing in pixels, points of measure a side)
COARSE = PITCH_PX // 2  # how much smaller the phases are smoothed: nothing finer is in them
SEED_QUALITY = 2.0  # finder patterns are where the growing begins: better than any measure


def straightened(picture: Picture, corners: Floats, modules: int) -> Iterator[Picture]:
    """The code between these corners, laid flat: the likeliest way first."""
    for side, bends in _likeliest(picture, corners, modules):
        yield _flattened(_rectified(picture, corners, side, bends))


def _likeliest(
    picture: Picture, corners: Floats, modules: int
) -> list[tuple[int, tuple[float, float]]]:
    """Which sizes and bends, of those near what the reader believed, fit the lattice best."""
    span = 40 * PITCH_PX
    straight = np.array([[0, 0], [span, 0], [span, span], [0, span]], np.float32)
    lens = cv2.getPerspectiveTransform(corners, straight)
    edges = _edges(cv2.warpPerspective(picture, lens, (span, span)))
    bands = [
        sideways.reshape(BLOCKS, span // BLOCKS, span).sum(1) for sideways in (edges[0], edges[1].T)
    ]
    place = _floats((np.arange(span) + 0.5) / span)
    found = []
    for side in _sizes_near(modules):
        rings = [{bend: _ring(band, place, side, bend) for bend in BENDS} for band in bands]
        found += [
            (rings[0][across] + rings[1][down], side, (across, down))
            for across, down in product(BENDS, BENDS)
        ]
    found.sort(reverse=True)
    return [(side, bends) for _, side, bends in found[:GUESSES]]


def _sizes_near(modules: int) -> range:
    lowest = max(SMALLEST, modules - 2 * VERSION_STEP)
    return range(lowest, min(LARGEST, modules + VERSION_STEP) + 1, VERSION_STEP)


def _ring(band: Floats, place: Floats, side: int, bend: float) -> float:
    pointer = np.exp(2j * np.pi * side * _unrolled(place, bend)).astype(np.complex64)
    return float(np.abs((band * pointer).reshape(BLOCKS, BLOCKS, -1).sum(2)).sum())


def _unrolled(place: Floats, bend: float) -> Floats:
    """Where on the label a place in the picture is, both from 0 to 1."""
    if not bend:
        return place
    seen = np.clip((2 * place - 1) * np.sin(bend), -1, 1)
    return _floats((np.arcsin(seen) / bend + 1) / 2)


def _rolled(place: Floats, bend: float) -> Floats:
    """The other way round: where in the picture a place on the label is."""
    if not bend:
        return place
    return _floats((np.sin((2 * place - 1) * bend) / np.sin(bend) + 1) / 2)


def _rectified(
    picture: Picture, corners: Floats, modules: int, bends: tuple[float, float]
) -> Picture:
    """Modules of `PITCH_PX`, with a margin: straight if the code were flat or the bend right."""
    size = (modules + 2 * MARGIN) * PITCH_PX
    on_label = _floats(((np.arange(size) + 0.5) / PITCH_PX - MARGIN) / modules)
    square = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], np.float32)
    lens = cv2.getPerspectiveTransform(square, corners)
    columns, rows = np.meshgrid(*(_beyond(on_label, bend) for bend in bends))
    depth = lens[2, 0] * columns + lens[2, 1] * rows + lens[2, 2]
    x = (lens[0, 0] * columns + lens[0, 1] * rows + lens[0, 2]) / depth
    y = (lens[1, 0] * columns + lens[1, 1] * rows + lens[1, 2]) / depth
    return _moved(picture, _floats(x), _floats(y))


def _beyond(on_label: Floats, bend: float) -> Floats:
    """The margin, outside of 0 to 1, is not bent: it only has to be there."""
    inside = np.clip(on_label, 0, 1)
    return _rolled(inside, bend) + (on_label - inside)


def _flattened(picture: Picture) -> Picture:
    """Move every module to its place, in two rounds: far and coarse, then near and fine."""
    size = picture.shape[0]
    to_x, to_y = np.meshgrid(*(np.arange(size, dtype=np.float32),) * 2)
    columns, rows, moved = to_x, to_y, picture
    for smooth_px, points in ROUNDS:
        off_x, off_y = _displacements(moved, smooth_px, points)
        from_x, from_y = to_x + off_x, to_y + off_y
        columns, rows = _moved(columns, from_x, from_y), _moved(rows, from_x, from_y)
        moved = _moved(picture, columns, rows)
    return moved


def _displacements(picture: Picture, smooth_px: float, points: int) -> tuple[Floats, Floats]:
    size = picture.shape[0]
    first = (MARGIN + 1) * PITCH_PX
    at = np.linspace(first, size - 1 - first, points).astype(np.intp)
    nearest = int(np.abs(at - (MARGIN + FINDER_CENTRE) * PITCH_PX).argmin())
    farthest = points - 1 - nearest
    finders = [(nearest, nearest), (nearest, farthest), (farthest, nearest)]
    across, down = _edges(picture)
    off_x, off_y = (
        _grown(*_phases(edges, smooth_px, at), finders) for edges in (across, down.T.copy())
    )
    spread = _floats(np.interp(np.arange(size), at, np.arange(points)))
    columns, rows = np.meshgrid(spread, spread)
    return _moved(off_x, columns, rows), _moved(off_y.T.copy(), columns, rows)


def _edges(picture: NDArray[Any]) -> tuple[Floats, Floats]:
    """How steep it is to the right and downwards."""
    soft = cv2.GaussianBlur(picture, (0, 0), 1.2)
    across, down = (cv2.Sobel(soft, cv2.CV_32F, *step) for step in ((1, 0), (0, 1)))
    return np.abs(across), np.abs(down)


def _phases(edges: Floats, smooth_px: float, at: NDArray[np.intp]) -> tuple[Floats, Floats]:
    """At each point of measure: the lattice's phase in radians, and from 0 to 1 how clear it is.

    `edges` are those of columns; a lattice of rows is measured lying on its side.
    """
    turns = 2 * np.pi * np.arange(edges.shape[1]) / PITCH_PX
    rolling = (np.cos(turns), np.sin(turns), np.ones_like(turns))
    coarse = (edges.shape[1] // COARSE, edges.shape[0] // COARSE)
    place = np.ix_(at // COARSE, at // COARSE)
    smooth = []
    for pointer in rolling:
        turned = cv2.resize(edges * pointer.astype(np.float32), coarse, None, 0, 0, cv2.INTER_AREA)
        smooth.append(cv2.GaussianBlur(turned, (0, 0), smooth_px / COARSE)[place])
    clear = np.hypot(smooth[0], smooth[1]) / (smooth[2] + np.float32(1e-3))
    return np.arctan2(smooth[1], smooth[0]), clear


def _grown(phases: Floats, clear: Floats, finders: list[tuple[int, int]]) -> Floats:
    """Displacements in pixels. A phase says them but for whole modules, its neighbours which.

    It grows from the finder patterns, whose place the reader knew, along the clearest measures.
    """
    points = len(phases)
    full_turn = 2 * np.pi
    phase, quality = phases.tolist(), clear.tolist()
    known: dict[tuple[int, int], float] = {}
    edge = [(-SEED_QUALITY, finder) for finder in finders]
    while edge:
        _, (row, column) = heapq.heappop(edge)
        if (row, column) in known:
            continue
        around = [
            (row + step, column + side)
            for step, side in ((-1, 0), (1, 0), (0, -1), (0, 1))
            if 0 <= row + step < points and 0 <= column + side < points
        ]
        near = [known[place] for place in around if place in known]
        expected = sum(near) / len(near) if near else 0.0
        measured = phase[row][column]
        known[row, column] = measured + full_turn * round((expected - measured) / full_turn)
        for place in around:
            if place not in known:
                heapq.heappush(edge, (-quality[place[0]][place[1]], place))
    grown = np.array(
        [[known[row, column] for column in range(points)] for row in range(points)], np.float32
    )
    return grown * np.float32(PITCH_PX / full_turn)


def _floats(numbers: NDArray[Any]) -> Floats:
    return numbers.astype(np.float32, copy=False)


def _moved(picture: NDArray[Pixel], columns: Floats, rows: Floats) -> NDArray[Pixel]:
    moved = cv2.remap(picture, columns, rows, cv2.INTER_LINEAR, None, cv2.BORDER_REPLICATE)
    return moved.astype(picture.dtype, copy=False)
