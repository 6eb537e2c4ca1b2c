"""Hard pictures of codes, drawn by lot: the same seed draws the same pictures on every machine.

Each kind spoils a card with a code in the way that a boutique's door does: held askew, moved, out
of focus, under a spotlight, crumpled in a pocket. No photograph of anybody is needed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from qrcode.constants import ERROR_CORRECT_H, ERROR_CORRECT_L, ERROR_CORRECT_M, ERROR_CORRECT_Q
from qrcode.main import QRCode

Picture = NDArray[np.uint8]
Lots = np.random.Generator

WIDTH, HEIGHT = 640, 480
LEVELS = (ERROR_CORRECT_L, ERROR_CORRECT_M, ERROR_CORRECT_Q, ERROR_CORRECT_H)
QUIET_ZONE = 4  # modules
MODULE_PX = 12  # of a card before it is put into the scene
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@dataclass(frozen=True, slots=True)
class Case:
    """One picture, and all the texts that stand in it."""

    kind: str
    picture: Picture
    texts: frozenset[str]


def cases(seed: int, of_each: int) -> Iterator[Case]:
    """So many pictures of each kind."""
    for place, kind in enumerate(KINDS):
        for number in range(of_each):
            yield draw(kind, np.random.default_rng((seed, place, number)))


def draw(kind: str, lots: Lots) -> Case:
    picture, texts = KINDS[kind](lots)
    return Case(kind, picture, frozenset(texts))


# ------------------------------------------------------------------------------ cards and scenes


def _text(lots: Lots) -> str:
    code = "".join(lots.choice(list(CROCKFORD), 12))
    return str(
        lots.choice(
            [
                f"pass:{code[:4]}-{code[4:8]}",
                f"https://maison.example/i/{code}",
                f"event:{code}{code[::-1]}",
                f"https://id.example/01/0{lots.integers(10**12, 10**13 - 1)}/21/{code}",
            ]
        )
    )


def card(text: str, level: int, margin: int = QUIET_ZONE) -> Picture:
    """A code on white, as it is printed."""
    code = QRCode(error_correction=level, border=margin, box_size=1)
    code.add_data(text)
    code.make(fit=True)
    modules = np.array(code.get_matrix(), dtype=bool)
    return np.kron(np.where(modules, 25, 235).astype(np.uint8), np.ones((MODULE_PX,) * 2, np.uint8))


def _lots_card(lots: Lots) -> tuple[Picture, str]:
    text = _text(lots)
    return card(text, int(lots.choice(LEVELS))), text


def background(lots: Lots, shapes: int = 12) -> Picture:
    """A shop that is not in focus: soft light, with edges and stripes of furniture and people."""
    coarse = lots.uniform(40, 200, (6, 8)).astype(np.float32)
    scene = cv2.resize(coarse, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC)
    scene = np.clip(scene, 0, 255).astype(np.uint8)
    for _ in range(shapes):
        first, second = (
            tuple(int(value) for value in lots.integers((0, 0), (WIDTH, HEIGHT))) for _ in range(2)
        )
        shade = int(lots.integers(10, 245))
        if lots.random() < 0.5:
            cv2.rectangle(scene, first, second, shade, int(lots.integers(1, 12)))
        else:
            cv2.line(scene, first, second, shade, int(lots.integers(1, 9)), cv2.LINE_AA)
    return _noisy(scene, lots, 3.0)


def _corners(lots: Lots, side: float, turn: float, slant: float) -> NDArray[np.float32]:
    """Where a card's corners come to lie: turned, and each corner pushed by part of the side."""
    half = side / 2
    square = np.array([[-half, -half], [half, -half], [half, half], [-half, half]])
    rotation = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    reach = half * (abs(np.cos(turn)) + abs(np.sin(turn)))
    spare = np.array([WIDTH / 2 - reach, HEIGHT / 2 - reach]).clip(4) - 4
    centre = np.array([WIDTH / 2, HEIGHT / 2]) + lots.uniform(-spare, spare)
    pushed = square @ rotation.T + lots.uniform(-slant, slant, (4, 2)) * side
    return (pushed + centre).astype(np.float32)


def put(scene: Picture, code: Picture, corners: NDArray[np.float32]) -> Picture:
    """The card as a camera sees it: drawn at four times the size, then averaged down."""
    fine = 3
    side = code.shape[0]
    square = np.array([[0, 0], [side, 0], [side, side], [0, side]], np.float32)
    lens = cv2.getPerspectiveTransform(square, corners * fine)
    size = (WIDTH * fine, HEIGHT * fine)
    seen = cv2.warpPerspective(code, lens, size, flags=cv2.INTER_LINEAR)
    where = cv2.warpPerspective(np.full_like(code, 255), lens, size, flags=cv2.INTER_LINEAR)
    seen = cv2.resize(seen, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA).astype(np.float32)
    share = cv2.resize(where, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA) / np.float32(255)
    return np.clip(seen + scene * (1 - share), 0, 255).astype(np.uint8)


def _scene(
    lots: Lots,
    side: tuple[float, float] = (170, 300),
    turn: float = 0.12,
    slant: float = 0.03,
    shapes: int = 12,
) -> tuple[Picture, str]:
    """A card in a shop, before anything spoils it."""
    code, text = _lots_card(lots)
    corners = _corners(lots, lots.uniform(*side), lots.uniform(-turn, turn), slant)
    return put(background(lots, shapes), code, corners), text


# ------------------------------------------------------------------------------ what spoils them


def _noisy(picture: Picture, lots: Lots, sigma: float) -> Picture:
    grain = lots.normal(0, sigma, picture.shape)
    return np.clip(picture + grain, 0, 255).astype(np.uint8)


def _light(picture: Picture, gain: NDArray[np.float32] | float, offset: float = 0) -> Picture:
    return np.clip(picture * gain + offset, 0, 255).astype(np.uint8)


def _clean(lots: Lots) -> tuple[Picture, list[str]]:
    scene, text = _scene(lots, turn=0.06, slant=0.01)
    return scene, [text]


def _turned(lots: Lots) -> tuple[Picture, list[str]]:
    scene, text = _scene(lots, side=(130, 280), turn=np.pi, slant=0.03)
    return scene, [text]


def _slanted(lots: Lots) -> tuple[Picture, list[str]]:
    """A card held at an angle: two corners much further away than the others."""
    code, text = _lots_card(lots)
    corners = _corners(lots, lots.uniform(200, 300), lots.uniform(-0.5, 0.5), 0.02)
    centre = corners.mean(axis=0)
    far = int(lots.integers(4))
    squeeze = lots.uniform(0.35, 0.7)
    for corner in (far, (far + 1) % 4):
        near = corners[(2 * far + 1 - corner + 2) % 4]
        corners[corner] = near + (corners[corner] - near) * squeeze
        corners[corner] += (centre - corners[corner]) * (1 - squeeze) * 0.5
    return put(background(lots), code, corners), [text]


def _defocused(lots: Lots) -> tuple[Picture, list[str]]:
    scene, text = _scene(lots)
    return _noisy(cv2.GaussianBlur(scene, (0, 0), lots.uniform(1.5, 3.6)), lots, 2), [text]


def _moved(lots: Lots) -> tuple[Picture, list[str]]:
    scene, text = _scene(lots, side=(220, 320))
    length = int(lots.integers(4, 14))
    kernel = np.zeros((length, length), np.float32)
    kernel[length // 2] = 1 / length
    middle = ((length - 1) / 2, (length - 1) / 2)
    turn = cv2.getRotationMatrix2D(middle, float(lots.uniform(0, 180)), 1)
    kernel = cv2.warpAffine(kernel, turn, (length, length))
    return _noisy(cv2.filter2D(scene, -1, kernel / kernel.sum()), lots, 2), [text]


def _glaring(lots: Lots) -> tuple[Picture, list[str]]:
    """A lamp mirrored in the glass of a phone or in a glossy card."""
    code, text = _lots_card(lots)
    corners = _corners(lots, lots.uniform(180, 300), lots.uniform(-0.2, 0.2), 0.03)
    scene = put(background(lots), code, corners)
    at = corners.mean(axis=0) + lots.uniform(-60, 60, 2)
    rows, columns = np.mgrid[:HEIGHT, :WIDTH].astype(np.float32)
    spread = lots.uniform(15, 42)
    lamp = np.exp(-((columns - at[0]) ** 2 + (rows - at[1]) ** 2) / (2 * spread**2))
    return np.clip(scene + lamp * lots.uniform(160, 330), 0, 255).astype(np.uint8), [text]


def _dark(lots: Lots) -> tuple[Picture, list[str]]:
    scene, text = _scene(lots)
    return _noisy(_light(scene, float(lots.uniform(0.05, 0.2)), 4), lots, 2.5), [text]


def _faint(lots: Lots) -> tuple[Picture, list[str]]:
    """Grey on grey: a tired printer, or a card behind a veil."""
    scene, text = _scene(lots)
    return _noisy(_light(scene, float(lots.uniform(0.08, 0.25)), 120), lots, 2), [text]


def _inverted(lots: Lots) -> tuple[Picture, list[str]]:
    code, text = _lots_card(lots)
    corners = _corners(lots, lots.uniform(150, 300), lots.uniform(-0.4, 0.4), 0.04)
    scene = put(background(lots), 255 - code, corners)
    return cv2.GaussianBlur(scene, (0, 0), float(lots.uniform(0.4, 1.6))), [text]


def _tiny(lots: Lots) -> tuple[Picture, list[str]]:
    scene, text = _scene(lots, side=(52, 84), turn=0.3, slant=0.02)
    return _noisy(scene, lots, 3), [text]


def _grainy(lots: Lots) -> tuple[Picture, list[str]]:
    scene, text = _scene(lots, side=(180, 300))
    return _noisy(scene, lots, float(lots.uniform(25, 75))), [text]


def _crumpled(lots: Lots) -> tuple[Picture, list[str]]:
    """Pushed about by a smooth random field, with the shadows of the folds."""
    scene, text = _scene(lots, side=(220, 330))
    rows, columns = np.mgrid[:HEIGHT, :WIDTH].astype(np.float32)
    folds = [
        cv2.resize(lots.normal(0, 1, (9, 12)).astype(np.float32), (WIDTH, HEIGHT), None, 0, 0, 2)
        for _ in range(2)
    ]
    push = lots.uniform(1.0, 3.6)
    bent = cv2.remap(scene, columns + folds[0] * push, rows + folds[1] * push, cv2.INTER_LINEAR)
    return _light(bent, 1 - 0.22 * np.abs(folds[0])), [text]


def _shaded(lots: Lots) -> tuple[Picture, list[str]]:
    """The hard edge of a shadow across the code, and light that falls off."""
    scene, text = _scene(lots)
    rows, columns = np.mgrid[:HEIGHT, :WIDTH].astype(np.float32)
    turn = lots.uniform(0, np.pi)
    along = (columns - WIDTH / 2) * np.cos(turn) + (rows - HEIGHT / 2) * np.sin(turn)
    edge = 1 / (1 + np.exp(-along / lots.uniform(2, 20)))
    return _noisy(_light(scene, lots.uniform(0.08, 0.3) + edge * 0.75), lots, 3), [text]


def _curved(lots: Lots) -> tuple[Picture, list[str]]:
    """On a bottle or a bracelet: squeezed towards both sides."""
    code, text = _lots_card(lots)
    side = code.shape[0]
    angle = lots.uniform(0.5, 1.15)
    place = np.linspace(-1, 1, side, dtype=np.float32) * np.sin(angle)
    columns = (np.arcsin(place) / angle + 1) / 2 * (side - 1)
    rows = np.arange(side, dtype=np.float32)
    bow = (1 - np.cos(np.arcsin(place))) * side * lots.uniform(0, 0.12)
    wide = np.repeat(columns[None, :], side, 0).astype(np.float32)
    high = (rows[:, None] + bow[None, :] - bow.max() / 2).astype(np.float32)
    bent = cv2.remap(code, wide, high, cv2.INTER_LINEAR, None, cv2.BORDER_CONSTANT, 235)
    corners = _corners(lots, lots.uniform(220, 320), lots.uniform(-0.2, 0.2), 0.02)
    return put(background(lots), bent, corners), [text]


def _stained(lots: Lots) -> tuple[Picture, list[str]]:
    """A thumb, a crease or a drop on it; error correction is there for that."""
    text = _text(lots)
    code = card(text, int(lots.choice((ERROR_CORRECT_M, ERROR_CORRECT_Q, ERROR_CORRECT_H))))
    side = code.shape[0]
    for _ in range(int(lots.integers(1, 4))):
        at = tuple(int(value) for value in lots.uniform(side * 0.38, side * 0.8, 2))
        cv2.circle(code, at, int(side * lots.uniform(0.02, 0.06)), int(lots.integers(256)), -1)
    corners = _corners(lots, lots.uniform(180, 300), lots.uniform(-0.3, 0.3), 0.04)
    return put(background(lots), code, corners), [text]


def _compressed(lots: Lots) -> tuple[Picture, list[str]]:
    scene, text = _scene(lots, side=(120, 240))
    _, packed = cv2.imencode(".jpg", scene, [cv2.IMWRITE_JPEG_QUALITY, int(lots.integers(4, 22))])
    return cv2.imdecode(packed, cv2.IMREAD_GRAYSCALE), [text]


def _striped(lots: Lots) -> tuple[Picture, list[str]]:
    """A phone's screen filmed while it is drawn: moving bands, and the grid of its pixels."""
    scene, text = _scene(lots, side=(180, 300))
    rows, columns = np.mgrid[:HEIGHT, :WIDTH].astype(np.float32)
    bands = np.sin(rows * lots.uniform(0.05, 0.25) + columns * lots.uniform(-0.05, 0.05))
    grid = np.sin(columns * lots.uniform(1.3, 2.4)) * np.sin(rows * lots.uniform(1.3, 2.4))
    gain = 0.72 + bands * lots.uniform(0.1, 0.25) + grid * lots.uniform(0.03, 0.2)
    return _light(scene, gain), [text]


def _cluttered(lots: Lots) -> tuple[Picture, list[str]]:
    scene, text = _scene(lots, side=(110, 200), turn=0.8, shapes=150)
    return scene, [text]


def _unframed(lots: Lots) -> tuple[Picture, list[str]]:
    """Cut out to the edge, on something dark: no quiet zone is left."""
    text = _text(lots)
    code = card(text, int(lots.choice(LEVELS)), margin=int(lots.integers(0, 2)))
    corners = _corners(lots, lots.uniform(150, 280), lots.uniform(-0.4, 0.4), 0.03)
    scene = _light(background(lots, shapes=4), float(lots.uniform(0.15, 0.7)))
    return put(scene, code, corners), [text]


def _mirrored(lots: Lots) -> tuple[Picture, list[str]]:
    """Shown to a front camera, or lying behind glass."""
    scene, text = _scene(lots, turn=0.5, slant=0.05)
    return np.ascontiguousarray(scene[:, ::-1]), [text]


def _several(lots: Lots) -> tuple[Picture, list[str]]:
    scene, texts = background(lots), []
    for place in (WIDTH * 0.19, WIDTH * 0.5, WIDTH * 0.81):
        code, text = _lots_card(lots)
        corners = _corners(lots, lots.uniform(110, 165), lots.uniform(-0.3, 0.3), 0.03)
        corners[:, 0] += place - corners[:, 0].mean()
        scene = put(scene, code, corners)
        texts.append(text)
    return scene, texts


def _none(lots: Lots) -> tuple[Picture, list[str]]:
    return background(lots, shapes=int(lots.integers(4, 160))), []


KINDS: dict[str, Callable[[Lots], tuple[Picture, list[str]]]] = {
    "clean": _clean,
    "turned": _turned,
    "slanted": _slanted,
    "defocused": _defocused,
    "moved": _moved,
    "glaring": _glaring,
    "dark": _dark,
    "faint": _faint,
    "inverted": _inverted,
    "tiny": _tiny,
    "grainy": _grainy,
    "crumpled": _crumpled,
    "shaded": _shaded,
    "curved": _curved,
    "stained": _stained,
    "compressed": _compressed,
    "striped": _striped,
    "cluttered": _cluttered,
    "unframed": _unframed,
    "mirrored": _mirrored,
    "several": _several,
    "none": _none,
}
