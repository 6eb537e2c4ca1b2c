"""Which font files a receipt on paper is set in, by the language's script.

None is shipped with us. Latin comes from the screens' own fonts, which are packed for browsers and
are unpacked once; Arabic, Chinese and Japanese from the system's font packages.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

SYSTEM = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))
PACKAGES = {"ar": "fonts-hosny-amiri", "zh": "fonts-droid-fallback", "ja": "fonts-droid-fallback"}

_LATIN = ("cormorant-garamond-latin-{weight}-normal*.woff", "DejaVuSerif.ttf")
_LATIN_EXT = ("cormorant-garamond-latin-ext-{weight}-normal*.woff", "DejaVuSans.ttf")
_OTHERS = {
    "ar": ("Amiri-Regular.ttf", "NotoNaskhArabic-Regular.ttf", "NotoSansArabic-Regular.ttf"),
    "zh": ("DroidSansFallbackFull.ttf", "DroidSansFallback.ttf", "wqy-microhei.ttc"),
    "ja": ("DroidSansFallbackFull.ttf", "DroidSansFallback.ttf", "wqy-microhei.ttc"),
}


class NoFontError(LookupError):
    """No font here writes this language; the text names the package that has one."""


@dataclass(frozen=True, slots=True)
class Fonts:
    """`text` is the script's own; `titles` is heavier; `others` fill in what these lack."""

    text: Path
    titles: Path
    others: tuple[Path, ...]


def find(language: str, folders: Sequence[Path], cache: Path) -> Fonts:
    """Raises `NoFontError`. `cache` is where packed fonts are unpacked to."""
    places = [*folders, *SYSTEM]
    latin = _first(places, _LATIN, 500)
    titles = _first(places, _LATIN, 600) or latin
    others = [one for one in (latin, _first(places, _LATIN_EXT, 500)) if one is not None]
    own = _first(places, _OTHERS[language]) if language in _OTHERS else latin
    if own is None or titles is None:
        package = PACKAGES.get(language, "fonts-dejavu-core")
        raise NoFontError(f"no font here writes {language}: install {package}")
    if language in _OTHERS:
        titles = own
    unpacked = {path: _unpacked(path, cache) for path in {own, titles, *others}}
    return Fonts(
        unpacked[own], unpacked[titles], tuple(unpacked[one] for one in others if one != own)
    )


def _first(folders: Iterable[Path], patterns: Iterable[str], weight: int = 500) -> Path | None:
    names = [pattern.format(weight=weight) for pattern in patterns]
    places = list(folders)
    for name in names:
        for folder in places:
            if folder.is_dir() and (found := sorted(folder.rglob(name))):
                return found[0]
    return None


def _unpacked(path: Path, cache: Path) -> Path:
    """A web font as the bare one that is in it; any other as it is."""
    if path.suffix != ".woff":
        return path
    cache.mkdir(parents=True, exist_ok=True)
    bare = cache / f"{path.stem}.ttf"
    if bare.exists():
        return bare
    from fontTools.ttLib import TTFont, TTLibError  # megabytes, for what is done once

    try:
        with TTFont(path) as font:
            font.flavor = None
            handle, part = tempfile.mkstemp(dir=cache, suffix=".part")
            with os.fdopen(handle, "wb") as out:
                font.save(out)
    except TTLibError as error:
        raise NoFontError(f"{path.name} cannot be read: {error}") from error
    Path(part).replace(bare)
    return bare
