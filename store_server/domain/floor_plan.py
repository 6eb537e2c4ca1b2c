"""The plan on which devices are placed: an SVG of the boutique's own, or one drawn from its zones.

What is uploaded is shown in a manager's browser, so it is read strictly: only shapes and words.
Drawing programs' own notes are left out; whatever else is not on the list refuses the plan.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr

LARGEST_PLAN_BYTES = 256 * 1024
MOST_ELEMENTS = 20_000
DEEPEST = 64
LARGEST_SIDE = 1_000_000.0

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_SHAPES = _words(
    "svg g defs symbol use title desc path rect circle ellipse line polyline polygon text tspan "
    "linearGradient radialGradient stop pattern clipPath mask marker"
)
_ATTRIBUTES = _words(
    "id class d x y x1 y1 x2 y2 cx cy r rx ry fx fy dx dy width height points transform viewBox "
    "preserveAspectRatio version style href offset gradientUnits gradientTransform patternUnits "
    "patternContentUnits patternTransform clipPathUnits maskUnits maskContentUnits markerWidth "
    "markerHeight markerUnits refX refY orient spreadMethod pathLength rotate textLength "
    "lengthAdjust fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-dasharray "
    "stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit opacity stop-color "
    "stop-opacity color display visibility overflow font-family font-size font-style font-weight "
    "font-variant font-stretch letter-spacing word-spacing text-anchor text-decoration "
    "dominant-baseline alignment-baseline baseline-shift writing-mode clip-path clip-rule mask "
    "marker-start marker-mid marker-end vector-effect shape-rendering text-rendering "
    "paint-order mix-blend-mode role aria-label enable-background"
)
_NOTES = (  # what drawing programs write for themselves
    "http://www.inkscape.org/",
    "http://sodipodi.sourceforge.net/",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "http://creativecommons.org/ns#",
    "http://purl.org/dc/elements/",
    "http://ns.adobe.com/",
    "http://www.bohemiancoding.com/sketch/",
    "http://www.serif.com/",
    "http://www.w3.org/XML/1998/namespace",
)
_OWN_PAINT = re.compile(r"url\(\s*(['\"]?)#[\w.:-]+\1\s*\)")
_LENGTH = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(?:px|pt|mm|cm|in)?\s*")


class PlanRefusedError(ValueError):
    """The plan cannot be shown. The text says what in it is not allowed."""


@dataclass(frozen=True, slots=True)
class FloorPlan:
    """`svg` is safe to show; its sides are those of its view box."""

    svg: str
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Room:
    """A zone, as the drawn plan needs it."""

    id: str
    name: str


def read_plan(svg: str) -> FloorPlan:
    """The plan without what is not for us. Raises `PlanRefusedError`."""
    if len(svg.encode()) > LARGEST_PLAN_BYTES:
        raise PlanRefusedError(f"more than {LARGEST_PLAN_BYTES // 1024} KiB")
    root = _parsed(svg)
    if root.tag != f"{{{SVG}}}svg":
        raise PlanRefusedError("the outermost element is not svg")
    _clean(root, 1)
    if sum(1 for _ in root.iter()) > MOST_ELEMENTS:
        raise PlanRefusedError(f"more than {MOST_ELEMENTS} elements: simplify the drawing")
    width, height = _sides(root)
    root.attrib.pop("width", None)
    root.attrib.pop("height", None)
    root.set("viewBox", root.get("viewBox", f"0 0 {width:g} {height:g}"))
    return FloorPlan(_written(root), width, height)


def _written(root: ElementTree.Element) -> str:
    """With the usual prefixes, which are the whole process's: others set them as well."""
    ElementTree.register_namespace("", SVG)
    ElementTree.register_namespace("xlink", XLINK)
    return ElementTree.tostring(root, encoding="unicode")


def _parsed(svg: str) -> ElementTree.Element:
    """Entities and document types are refused before anything is expanded."""
    if "<!DOCTYPE" in svg.upper() or "<!ENTITY" in svg.upper():
        raise PlanRefusedError("a document type is not allowed: save it as plain SVG")
    if "<?" in svg.lstrip("\ufeff \t\r\n").removeprefix("<?xml "):
        raise PlanRefusedError("a processing instruction is not allowed")
    try:
        return ElementTree.fromstring(svg.lstrip("\ufeff \t\r\n"))  # noqa: S314 - see above
    except (ElementTree.ParseError, ValueError) as error:
        raise PlanRefusedError(f"this is not XML: {error}") from error


def _clean(element: ElementTree.Element, depth: int) -> None:
    if depth > DEEPEST:
        raise PlanRefusedError("nested too deeply")
    _clean_attributes(element)
    for child in list(element):
        if _is_note(child.tag):
            element.remove(child)
            continue
        name = child.tag.removeprefix(f"{{{SVG}}}")
        if name not in _SHAPES:
            raise PlanRefusedError(f"{_local(child.tag)}: this element is not allowed")
        _clean(child, depth + 1)


def _is_note(tag: str) -> bool:
    return tag == f"{{{SVG}}}metadata" or tag.removeprefix("{").startswith(_NOTES)


def _clean_attributes(element: ElementTree.Element) -> None:
    for name, value in list(element.attrib.items()):
        if name.startswith("{") and name.removeprefix("{").startswith(_NOTES):
            del element.attrib[name]
            continue
        plain = name.removeprefix(f"{{{XLINK}}}")
        if name == plain or plain == "href":
            _check(plain, value)
        else:
            del element.attrib[name]


def _check(name: str, value: str) -> None:
    if name.startswith("data-"):
        return
    if name not in _ATTRIBUTES:
        raise PlanRefusedError(f"{_local(name)}: this attribute is not allowed")
    if name == "href" and not value.startswith("#"):
        raise PlanRefusedError("href: a plan refers to nothing outside itself")
    rest = _OWN_PAINT.sub("", value).lower()
    if any(word in rest for word in ("url(", "@import", "javascript:", "expression(", "\\", "/*")):
        raise PlanRefusedError(f"{name}: a plan refers to nothing outside itself")


def _local(name: str) -> str:
    return name.rpartition("}")[2][:40]


def _sides(root: ElementTree.Element) -> tuple[float, float]:
    box = root.get("viewBox")
    if box is not None:
        try:
            _left, _top, width, height = (float(part) for part in box.replace(",", " ").split())
        except ValueError:
            raise PlanRefusedError("viewBox: four numbers are needed") from None
    else:
        found = [_LENGTH.fullmatch(root.get(side, "")) for side in ("width", "height")]
        if found[0] is None or found[1] is None:
            raise PlanRefusedError("viewBox: missing, and there are no width and height either")
        width, height = float(found[0][1]), float(found[1][1])
    if not (0 < width <= LARGEST_SIDE and 0 < height <= LARGEST_SIDE):
        raise PlanRefusedError("viewBox: its sides must be more than nothing")
    return width, height


# -------------------------------------------------------------------------- drawn from the zones

ROOM_WIDTH, ROOM_HEIGHT, GAP = 240, 160, 12
LINES, LETTERS = "#857a6b", "#8b8071"  # seen on a light page and on a dark one


def draw_plan(rooms: Sequence[Room]) -> FloorPlan:
    """Every zone a rectangle with its name, in rows: enough to say what stands where."""
    columns = max(1, math.ceil(math.sqrt(len(rooms))))
    rows = max(1, math.ceil(len(rooms) / columns))
    width = columns * ROOM_WIDTH + (columns + 1) * GAP
    height = rows * ROOM_HEIGHT + (rows + 1) * GAP
    drawn = "".join(_drawn(rooms, columns))
    svg = (
        f'<svg xmlns="{SVG}" viewBox="0 0 {width} {height}" text-anchor="middle" '
        "font-family=\"Georgia, 'Iowan Old Style', 'Times New Roman', serif\" "
        f'font-size="19" font-style="italic">{drawn}</svg>'
    )
    return FloorPlan(svg, float(width), float(height))


def _drawn(rooms: Sequence[Room], columns: int) -> Iterator[str]:
    for number, room in enumerate(rooms):
        row, column = divmod(number, columns)
        x = GAP + column * (ROOM_WIDTH + GAP)
        y = GAP + row * (ROOM_HEIGHT + GAP)
        yield (
            f'<rect data-zone={quoteattr(room.id)} x="{x}" y="{y}" width="{ROOM_WIDTH}" '
            f'height="{ROOM_HEIGHT}" rx="2" fill="none" stroke="{LINES}"/>'
            f'<text x="{x + ROOM_WIDTH // 2}" y="{y + 32}" fill="{LETTERS}">'
            f"{escape(room.name[:28])}</text>"
        )
