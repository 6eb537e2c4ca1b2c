"""What a plan may hold: shapes and words; everything else is refused before anybody is shown it."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from store_server.domain.floor_plan import PlanRefusedError, Room, draw_plan, read_plan


def svg(inner: str = "", attributes: str = 'viewBox="0 0 40 30"') -> str:
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        'xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" '
        'xmlns:h="http://www.w3.org/1999/xhtml" '
        f"{attributes}>{inner}</svg>"
    )


def test_the_plan_is_written_the_same_whoever_wrote_svg_before() -> None:
    ElementTree.register_namespace("svg", "http://www.w3.org/2000/svg")  # as a QR library does
    assert read_plan(svg()).svg.startswith("<svg ")


def test_shapes_and_words_are_kept() -> None:
    plan = read_plan(
        svg(
            '<defs><linearGradient id="g"><stop offset="0" stop-color="#fff"/></linearGradient>'
            '<symbol id="door"><path d="M0 0h4"/></symbol></defs>'
            '<g transform="scale(2)" style="fill:url(#g)"><rect width="4" height="4"/></g>'
            '<use xlink:href="#door" x="3"/><text x="1" y="2">Salon &amp; <tspan>bar</tspan></text>'
        )
    )
    assert (plan.width, plan.height) == (40.0, 30.0)
    for kept in ("linearGradient", "scale(2)", "url(#g)", '"#door"', "Salon &amp; ", "<tspan>"):
        assert kept in plan.svg
    assert read_plan(plan.svg) == plan


def test_what_a_drawing_program_notes_for_itself_is_left_out() -> None:
    plan = read_plan(
        svg(
            "<metadata><x/></metadata><inkscape:grid/>"
            '<g inkscape:label="Layer 1" xml:space="preserve"><path d="M0 0"/></g>'
        )
    )
    assert "inkscape" not in plan.svg.replace("http://www.inkscape.org", "")
    assert "metadata" not in plan.svg
    assert "Layer 1" not in plan.svg
    assert "path" in plan.svg


@pytest.mark.parametrize(
    ("inner", "named"),
    [
        ("<script>alert(1)</script>", "script"),
        ("<h:script>alert(1)</h:script>", "script"),
        ('<g onclick="alert(1)"/>', "onclick"),
        ('<rect onload="x()"/>', "onload"),
        ("<style>rect{fill:red}</style>", "style"),
        ('<image href="https://evil.example/x.png"/>', "image"),
        ("<foreignObject><h:b/></foreignObject>", "foreignObject"),
        ("<g><h:iframe/></g>", "iframe"),
        ('<a href="javascript:x()"><text>x</text></a>', "a"),
        ("<animate/>", "animate"),
        ('<set attributeName="href"/>', "set"),
        ('<use href="https://evil.example/x.svg#a"/>', "href"),
        ('<use xlink:href="data:image/svg+xml,x"/>', "href"),
        ('<rect fill="url(https://evil.example/x)"/>', "fill"),
        ("<rect style=\"fill:url('//evil.example')\"/>", "style"),
        ('<rect style="background:\\75rl(x)"/>', "style"),
        ('<rect style="fill:u/**/rl(x)"/>', "style"),
        ('<rect filter="url(#a)"/>', "filter"),
    ],
)
def test_what_could_act_or_reach_outside_refuses_the_plan(inner: str, named: str) -> None:
    with pytest.raises(PlanRefusedError, match=rf"^{named}: "):
        read_plan(svg(inner))


@pytest.mark.parametrize(
    "plan",
    [
        "",
        "not xml",
        "<svg/>",
        '<html xmlns="http://www.w3.org/1999/xhtml"/>',
        '<!DOCTYPE svg [<!ENTITY a "x">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>',
        '<?xml-stylesheet href="x"?><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>',
        svg("<g>" * 80 + "</g>" * 80),
        svg(attributes=""),
        svg(attributes='viewBox="0 0 0 30"'),
        svg(attributes='viewBox="0 0 nan 30"'),
        svg(attributes='viewBox="0 0 inf 30"'),
        svg(attributes='viewBox="a b"'),
        svg(attributes='width="100%" height="3"'),
        svg("<g/>" * 20_001),
        svg(" " * 300_000),
    ],
)
def test_what_is_no_plan_is_refused_with_a_reason(plan: str) -> None:
    with pytest.raises(PlanRefusedError, match=r".{8,}"):
        read_plan(plan)


def test_a_plan_without_a_view_box_has_that_of_its_size() -> None:
    plan = read_plan(svg(attributes='width="12cm" height="8.5cm"'))
    assert (plan.width, plan.height) == (12.0, 8.5)
    assert 'viewBox="0 0 12 8.5"' in plan.svg
    assert "12cm" not in plan.svg


@pytest.mark.parametrize("number", [0, 1, 2, 5, 40])
def test_every_zone_has_its_place_on_the_drawn_plan(number: int) -> None:
    rooms = [Room(f"z{at}", f"Salon <{at}> & co") for at in range(number)]
    plan = draw_plan(rooms)
    drawn = ElementTree.fromstring(plan.svg)  # noqa: S314 - we have drawn it
    texts = [element.text for element in drawn.iter() if element.tag.endswith("text")]
    assert texts == [room.name for room in rooms]
    corners = {
        (element.get("x"), element.get("y"))
        for element in drawn.iter()
        if element.tag.endswith("rect")
    }
    assert len(corners) == number
    assert all(
        0 <= float(x or -1) < plan.width and 0 <= float(y or -1) < plan.height for x, y in corners
    )
    if number:
        assert read_plan(plan.svg).width == plan.width
