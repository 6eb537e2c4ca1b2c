"""`python -m bench.kiosk`: from a camera's frame with a pass to the verdict in Chromium.

The kiosk stands before a real server with its own broker and an event that is running. Chromium's
make-believe camera shows a film: nobody, then a guest's pass, then nobody until the kiosk is idle
again, guest after guest. Each taps their verdict away as soon as they have read it. A frame with a
pass has a white corner, by which the page knows the first of them; its moment is the camera's own
(`captureTime`). The verdict is there in the frame after the one in which it was painted, and wholly
there when it has faded in.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import cv2
from playwright.sync_api import Page, sync_playwright
from rich.console import Console
from rich.table import Table

from bench import machine
from bench.boutique import BROKER, Cookies, Server
from bench.evening import BOUTIQUE, Evening, fill
from bench.machine import Usage
from bench.measure import quantile
from store_server.settings import Settings
from tests.browser.camera import SIZE, Picture, arguments, blank, shown
from tests.browser.conftest import ARGUMENTS, CAMERA_ALLOWED
from tests.browser.screens import KIOSK
from tests.services import MissingProgramError, Mosquitto, find_program

GUESTS = 20
FRAMES_A_SECOND = 30  # at which Chromium plays such a film
OPENING_S, HELD_S, AWAY_S = 4.0, 0.8, 1.7
CORNER = 32
PATIENCE_S = 30.0
STAMPS = ("painted", "whole")

WATCH = """
([corner, [width, height]]) => {
  const kiosk = document.querySelector('accueil-kiosk');
  const video = kiosk.shadowRoot.querySelector('accueil-scanner').shadowRoot.querySelector('video');
  const eye = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  const showings = (window.showings = []);
  let held = true;
  const look = (_now, { captureTime }) => {
    const [across, down] = [video.videoWidth / width, video.videoHeight / height];
    const side = corner - 8;
    eye.drawImage(video, 4 * across, 4 * down, side * across, side * down, 0, 0, 1, 1);
    const bears = eye.getImageData(0, 0, 1, 1).data[1] > 200;
    if (bears && !held) showings.push({ frame: captureTime });
    held = bears;
    video.requestVideoFrameCallback(look);
  };
  video.requestVideoFrameCallback(look);
  const frame = () => new Promise(requestAnimationFrame);
  let before = null;
  new MutationObserver(async () => {
    const verdict = kiosk.shadowRoot.querySelector('main.verdict');
    if (verdict === before) return;
    before = verdict;
    const showing = showings.at(-1);
    if (!verdict || !showing || showing.said) return;
    showing.said = verdict.className;
    await frame();
    await frame();
    showing.painted = performance.now();
    await Promise.all(verdict.getAnimations().map((fade) => fade.finished));
    showing.whole = performance.now();
    verdict.click();
  }).observe(kiosk.shadowRoot, { childList: true, subtree: true });
}
"""
DONE = "count => window.showings.filter((one) => one.whole).length >= count"


@dataclass(frozen=True, slots=True)
class Waited:
    """Milliseconds from the frame, of those who were welcomed."""

    painted: Sequence[float]
    whole: Sequence[float]
    shown: int
    server_mb: float
    others_cores: float


def main() -> None:
    options = _options()
    console = Console(highlight=False)
    with tempfile.TemporaryDirectory(prefix="accueil-bench-") as folder:
        described = machine.describe(Path(folder))
        waited = _measure(Path(folder), options.guests)
    if options.json:
        print(json.dumps({"machine": described} | asdict(waited)))
        return
    console.print("  ".join(f"{name}: {value}" for name, value in described.items()))
    console.print(_table(waited))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.kiosk", description=__doc__)
    parser.add_argument(
        "--guests", type=int, default=GUESTS, help="each takes two seconds and a half"
    )
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


def _measure(folder: Path, guests: int) -> Waited:
    with _evening(folder, guests + 1) as (server, evening):  # the first warms everything up
        film = _film(folder, evening.codes)
        with _kiosk(server, evening, film) as page:
            page.evaluate(WATCH, [CORNER, SIZE])
            _wait(page, 1)
            usage = Usage(server=server.pid)
            _wait(page, guests + 1)
            usage.stop()
            showings = page.evaluate("window.showings")[1 : guests + 1]
        return _waited(showings, server.rss_mb, usage.others_cores)


def _wait(page: Page, showings: int) -> None:
    late_ms = (OPENING_S + showings * (HELD_S + AWAY_S) + PATIENCE_S) * 1000
    page.wait_for_function(DONE, arg=showings, polling=500, timeout=late_ms)


def _waited(showings: Sequence[dict[str, Any]], server_mb: float, others: float) -> Waited:
    welcomed = [one for one in showings if "welcome" in one.get("said", "") and "whole" in one]
    painted, whole = (sorted(one[by] - one["frame"] for one in welcomed) for by in STAMPS)
    return Waited(painted, whole, len(showings), server_mb, others)


@contextmanager
def _evening(folder: Path, guests: int) -> Iterator[tuple[Server, Evening]]:
    broker = Mosquitto(BROKER)
    broker.start()
    try:
        settings = Settings(boutique=BOUTIQUE, data_dir=folder / "house")
        evening = fill(settings, guests)
        server = Server(settings, broker.port, Cookies("", ""))
        server.start()
        try:
            yield server, evening
        finally:
            server.stop()
    finally:
        broker.clean_up()


@contextmanager
def _kiosk(server: Server, evening: Evening, film: Path) -> Iterator[Page]:
    chromium = find_program("chromium", "/usr/bin/chromium")
    if chromium is None:
        raise MissingProgramError("chromium", "chromium")
    name, _, value = evening.kiosk.partition("=")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=[*ARGUMENTS, CAMERA_ALLOWED, *arguments(film)]
        )
        context = browser.new_context(viewport=KIOSK, locale="fr-FR")
        context.add_cookies([{"name": name, "value": value, "url": server.url}])
        page = context.new_page()
        page.goto(f"{server.url}/kiosk")
        page.locator("accueil-scanner video").wait_for()
        yield page
        browser.close()


def _film(folder: Path, codes: Sequence[str]) -> Path:
    """Each guest's pass in turn, between pictures of nobody."""
    nobody, path = _jpeg(blank()), folder / "guests.mjpeg"
    with path.open("wb") as film:
        film.write(nobody * _frames(OPENING_S))
        for code in codes:
            film.write(_jpeg(_marked(shown(code))) * _frames(HELD_S))
            film.write(nobody * _frames(AWAY_S))
    return path


def _marked(picture: Picture) -> Picture:
    picture[:CORNER, :CORNER] = 255
    return picture


def _jpeg(picture: Picture) -> bytes:
    written, jpeg = cv2.imencode(".jpg", cv2.cvtColor(picture, cv2.COLOR_GRAY2BGR))
    assert written
    return jpeg.tobytes()


def _frames(seconds: float) -> int:
    return round(seconds * FRAMES_A_SECOND)


def _table(waited: Waited) -> Table:
    title = (
        f"Kiosk, camera frame to verdict in Chromium: {len(waited.whole)} of {waited.shown}"
        f" welcomed; server {waited.server_mb:.0f} MB, others {waited.others_cores:.2f} cores"
    )
    table = Table(title=title)
    for name in ("from the first frame with a pass", "median ms", "p95 ms", "worst ms"):
        table.add_column(name, justify="right" if name.endswith("ms") else "left")
    for name, took in (("painted", waited.painted), ("faded in", waited.whole)):
        figures = (quantile(list(took), part) for part in (0.5, 0.95, 1.0))
        table.add_row(f"verdict {name}", *(f"{figure:.0f}" for figure in figures))
    return table


if __name__ == "__main__":
    main()
