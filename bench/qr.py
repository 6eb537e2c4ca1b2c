"""`python -m bench.qr`: codes in hard pictures, read by each engine alone and by ours.

A rate is of codes, not of pictures: two of three in one picture count two. A wrong reading is a
text that does not stand in the picture. All run on one thread, one picture after another.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field

import cv2
import zxingcpp
from pyzbar.pyzbar import ZBarSymbol
from pyzbar.pyzbar import decode as zbar_decode
from rich.console import Console
from rich.table import Table

from bench.qr_pictures import KINDS, Case, Picture, cases
from devices.vision import qr_zbar
from devices.vision.qr import QrReader

SEED = 1
OF_EACH = 30
WARM_UP = 5  # pictures

Engine = Callable[[Picture], Iterable[str]]


@dataclass(slots=True)
class Result:
    """What one engine made of all pictures. Shares are of 1, times are means."""

    engine: str
    rate: float = 0.0
    wrong: int = 0
    ms_a_frame: float = 0.0
    ms_clean: float = 0.0
    ms_none: float = 0.0
    rates: dict[str, float] = field(default_factory=dict)


def main() -> None:
    options = _options()
    pictures = list(cases(options.seed, options.of_each))
    results = compare(pictures)
    if options.json:
        print(json.dumps([asdict(result) for result in results]))
        return
    show(Console(highlight=False), results, len(pictures))


def compare(pictures: Sequence[Case]) -> list[Result]:
    """The hook for `make bench`: measures, prints nothing."""
    cv2.setNumThreads(1)
    return [measure(name, engine, pictures) for name, engine in engines().items()]


def engines() -> dict[str, Engine]:
    ours = QrReader(last_resort=qr_zbar.load())
    return {
        "pyzbar": lambda picture: (
            seen.data.decode(errors="replace")
            for seen in zbar_decode(picture, symbols=[ZBarSymbol.QRCODE])
        ),
        "OpenCV": _opencv(),
        "zxing-cpp": lambda picture: (
            seen.text
            for seen in zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)
        ),
        "ours": lambda picture: (code.data for code in ours.read(picture)),
    }


def measure(name: str, engine: Engine, pictures: Sequence[Case]) -> Result:
    for case in pictures[:WARM_UP]:
        set(engine(case.picture))
    result = Result(name)
    right: dict[str, float] = dict.fromkeys(KINDS, 0)
    there: dict[str, float] = dict.fromkeys(KINDS, 0)
    spent_s: dict[str, list[float]] = {kind: [] for kind in KINDS}
    for case in pictures:
        begun_s = time.perf_counter()
        read = set(engine(case.picture))
        spent_s[case.kind].append(time.perf_counter() - begun_s)
        right[case.kind] += len(read & case.texts)
        there[case.kind] += len(case.texts)
        result.wrong += len(read - case.texts)
    result.rates = {kind: right[kind] / there[kind] for kind in KINDS if there[kind]}
    result.rate = sum(result.rates.values()) / len(result.rates)
    result.ms_a_frame = _mean_ms([one for times in spent_s.values() for one in times])
    result.ms_clean, result.ms_none = _mean_ms(spent_s["clean"]), _mean_ms(spent_s["none"])
    return result


def show(console: Console, results: Sequence[Result], pictures: int) -> None:
    table = Table(title=f"Codes in {pictures} pictures of 640 by 480", title_justify="left")
    for column in ("engine", "read", "wrong", "ms a frame", "ms, clean code", "ms, no code"):
        table.add_column(column, justify="left" if column == "engine" else "right")
    for result in results:
        table.add_row(
            result.engine,
            f"{result.rate:.1%}",
            str(result.wrong),
            *(f"{ms:.2f}" for ms in (result.ms_a_frame, result.ms_clean, result.ms_none)),
        )
    console.print(table)
    kinds = Table(title="Read, by what spoils the picture", title_justify="left")
    kinds.add_column("kind")
    for result in results:
        kinds.add_column(result.engine, justify="right")
    for kind in results[0].rates:
        kinds.add_row(kind, *(f"{result.rates[kind]:.0%}" for result in results))
    console.print(kinds)


def _opencv() -> Engine:
    detector = cv2.QRCodeDetector()

    def read(picture: Picture) -> list[str]:
        try:
            _, texts, _, _ = detector.detectAndDecodeMulti(picture)
        except cv2.error:  # it trips over some outlines that it believes in
            return []
        return [text for text in texts if text]

    return read


def _mean_ms(times_s: Sequence[float]) -> float:
    return sum(times_s) / len(times_s) * 1000 if times_s else 0.0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.qr", description=__doc__)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--of-each", type=int, default=OF_EACH, help="pictures of each kind")
    parser.add_argument("--json", action="store_true", help="the figures as one JSON line")
    return parser.parse_args()


if __name__ == "__main__":
    main()
