"""`accueil camera`: what our own counting sees in a video."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from store_server.commands.printing import console, json_option, table, to_json

if TYPE_CHECKING:
    from devices.vision.counting.detector import Detector
    from devices.vision.counting.footage import Footage
    from devices.vision.counting.lines import Line
    from devices.vision.counting.video import Video
    from devices.vision.counting.zones import Zone


@click.group("camera")
def command() -> None:
    """What our own counting sees in a video."""


@command.command("count")
@click.argument("video", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--line", "lines", multiple=True, metavar="[NAME:]X1,Y1,X2,Y2", help="Count here.")
@click.option("--zone", "zones", multiple=True, metavar="NAME:X,Y,X,Y,X,Y,…", help="Look here.")
@click.option(
    "--detector",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="An ONNX network that finds people, with YOLOv8's output; else our own eyes.",
)
@json_option
def count(
    video: Path,
    lines: tuple[str, ...],
    zones: tuple[str, ...],
    detector: Path | None,
    as_json: bool,
) -> None:
    """Count the people who cross a line in a video.

    "In" is a crossing to the right-hand side of someone who looks from the line's first point to
    its second. Places are pixels of the video, from its upper left corner; where all of a line's or
    zone's numbers lie between 0 and 1 they are shares of its width and height. A zone is a polygon:
    how many people are in it, how long they stay, how many queue.

    The pictures are looked at and forgotten; nothing but the numbers is written anywhere.

    \b
    Examples:
      accueil camera count door.mp4 --line 0,240,640,240
      accueil camera count door.mp4 --line 0,0.5,1,0.5 --zone till:400,50,630,50,630,200 --json
    """
    import cv2

    from devices.vision.counting.lines import LineError
    from devices.vision.counting.network import NetworkDetector, NetworkError
    from devices.vision.counting.outlines import read_lines, read_zones
    from devices.vision.counting.video import Video, VideoError
    from store_server.commands.sentences import CommandError

    if not lines and not zones:
        raise click.UsageError("Say where to count: at least one --line or --zone.")
    cv2.setNumThreads(1)
    try:
        with Video(str(video)) as opened:
            drawn = read_lines(lines, opened.width, opened.height)
            outlined = read_zones(zones, opened.width, opened.height)
            eyes = None if detector is None else NetworkDetector(detector)
            counted = _counted(opened, drawn, outlined, eyes, quiet=as_json)
    except LineError as error:
        raise click.UsageError(f"{error}.") from None
    except NetworkError as error:
        raise CommandError(f"{error}.") from None
    except VideoError as error:
        raise CommandError(f"{error}: is it whole, and a video?") from None
    if as_json:
        click.echo(to_json(counted))
    else:
        _show(counted)


def _counted(
    video: Video, lines: list[Line], zones: list[Zone], eyes: Detector | None, quiet: bool
) -> Footage:
    from rich.progress import Progress

    from devices.vision.counting.footage import count

    if quiet or not sys.stderr.isatty():
        return count(video, lines, zones, detector=eyes)
    with Progress(transient=True) as progress:
        task = progress.add_task("Counting", total=video.frames or None)
        return count(
            video, lines, zones, lambda frames: progress.update(task, completed=frames), eyes
        )


def _show(counted: Footage) -> None:
    table(
        "Crossings",
        ("line", "in", "out"),
        [(each.line, str(each.people_in), str(each.people_out)) for each in counted.lines],
    )
    if counted.zones:
        table(
            "Zones",
            ("zone", "people", "most", "queue", "stays, s"),
            [
                (
                    zone.zone,
                    str(zone.occupancy),
                    str(zone.most),
                    str(zone.queue),
                    ", ".join(f"{stay_s:g}" for stay_s in zone.dwell_s),
                )
                for zone in counted.zones
            ],
        )
    health = counted.health
    console().print(
        f"{counted.tracks} people followed in {counted.seconds:.0f} s; the lens is {health.lens}; "
        f"{health.gap_s:g} s could not be counted."
    )
    for gap in health.gaps:
        console().print(f"  {gap.from_s:g} s to {gap.to_s:g} s: {gap.why}")
