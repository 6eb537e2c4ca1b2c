"""`accueil agent camera`: a camera that counts."""

from __future__ import annotations

from pathlib import Path

import click

from store_server.commands.agent.options import AgentSetup, agent_options


@click.command("camera")
@click.option(
    "--source",
    required=True,
    metavar="WHERE",
    envvar="ACCUEIL_AGENT_SOURCE",
    show_envvar=True,
    help="A USB camera's number, the address of a network camera's stream, or a film. An address "
    "with a password is better in the environment.",
)
@click.option("--line", "lines", multiple=True, metavar="[NAME:]X1,Y1,X2,Y2", help="Count here.")
@click.option(
    "--watch",
    "zones",
    multiple=True,
    metavar="NAME:X,Y,X,Y,X,Y,…",
    help="A zone in the picture: who is in it, how long, and how many queue.",
)
@click.option(
    "--detector",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="An ONNX network that finds people, with YOLOv8's output; else our own eyes.",
)
@agent_options("camera")
def command(
    setup: AgentSetup,
    source: str,
    lines: tuple[str, ...],
    zones: tuple[str, ...],
    detector: Path | None,
) -> None:
    """A camera that counts who crosses a line and who is in a zone, until Ctrl-C.

    The pictures are looked at and forgotten; numbers are told. A coarse, blurred picture to draw
    lines on is told only when the command `preview` asks for it. What the command `configure` says
    is kept and wins over --line and --watch. A camera that is lost is told of, and used again once
    it is back. A film ends the agent once the boutique has all that was counted in it.

    \b
    Examples:
      accueil agent camera --source 0 --line 0,0.5,1,0.5 --pair https://boutique.example/#BCDF-GHJK
      accueil agent camera --device door-cam --source rtsp://camera.lan/stream --line 0,240,640,240
    """
    import cv2

    from devices.agents.camera.agent import CameraAgent
    from devices.agents.camera.outlines import Outlines
    from devices.vision.counting.lines import LineError
    from devices.vision.counting.network import NetworkDetector, NetworkError
    from store_server.commands.agent.living import live
    from store_server.commands.sentences import CommandError

    cv2.setNumThreads(1)
    outlines = Outlines(lines, zones)
    try:
        outlines.check()
        eyes = None if detector is None else NetworkDetector(detector)
    except LineError as error:
        raise click.UsageError(f"{error}.") from None
    except NetworkError as error:
        raise CommandError(f"{error}.") from None
    agent = CameraAgent(setup.link, source, setup.folder, outlines, detector=eyes)
    live(setup, agent.start, agent.stop, agent.finished)
