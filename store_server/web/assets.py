"""The built screens: which files a page needs, and where they are."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import msgspec

HERE = Path(__file__).parent
REPOSITORY_UI = HERE.parent.parent / "kiosk_ui" / "dist"
PACKAGED_UI = HERE / "ui"  # where a wheel carries them

ENTRY = "src/apps/{name}/main.ts"
STYLE = "src/page.css"


class NotBuiltError(RuntimeError):
    """The screens have not been built. `str(error)` says how to."""


class _Chunk(msgspec.Struct):
    file: str
    css: list[str] = []
    imports: list[str] = []


@dataclass(frozen=True, slots=True)
class Needs:
    """What a page links to: scripts first loaded by others come as `preload`."""

    script: str
    styles: tuple[str, ...] = ()
    preload: tuple[str, ...] = ()


@dataclass(slots=True)
class Assets:
    """Reads Vite's manifest, and again when it has changed."""

    folder: Path
    _read_at_ns: int = -1  # an archive may say that its files are of 1970
    _chunks: dict[str, _Chunk] = field(default_factory=dict)

    @classmethod
    def find(cls, folder: Path | None = None) -> Assets:
        """In `folder`; else in the repository's own build; else in the installed package."""
        return cls(folder or (REPOSITORY_UI if REPOSITORY_UI.parent.exists() else PACKAGED_UI))

    @property
    def catalogue_folder(self) -> Path | None:
        candidates = (self.folder / "catalogue", self.folder.parent / "catalogue")
        return next((path for path in candidates if path.is_dir()), None)

    @property
    def service_worker(self) -> Path:
        return self.folder / "sw.js"

    def needs(self, name: str) -> Needs:
        """What the page of this app links to. Raises `NotBuiltError`."""
        chunks = self._manifest()
        entry = chunks.get(ENTRY.format(name=name))
        if entry is None:
            raise NotBuiltError(f"the screen {name!r} is not among the built ones: run `make ui`")
        imported = self._imported(entry, chunks)
        styles = [chunks[STYLE].file] if STYLE in chunks else []
        for chunk in (entry, *imported):
            styles += chunk.css
        return Needs(
            script=_url(entry.file),
            styles=tuple(_url(path) for path in dict.fromkeys(styles)),
            preload=tuple(_url(chunk.file) for chunk in imported),
        )

    def styles(self) -> tuple[str, ...]:
        """The style sheet that all pages share; none where the screens are not built."""
        try:
            chunks = self._manifest()
        except NotBuiltError:
            return ()
        return (_url(chunks[STYLE].file),) if STYLE in chunks else ()

    def is_hashed(self, path: str) -> bool:
        """Whether Vite named this file by its contents, so that it never changes."""
        return any(path in (chunk.file, *chunk.css) for chunk in self._manifest().values()) or (
            "-" in Path(path).stem
            and Path(path).suffix in {".js", ".css", ".woff2", ".svg", ".wasm"}
        )

    def _imported(self, entry: _Chunk, chunks: dict[str, _Chunk]) -> list[_Chunk]:
        found: dict[str, _Chunk] = {}
        waiting = list(entry.imports)
        while waiting:
            key = waiting.pop()
            if key not in found and key in chunks:
                found[key] = chunks[key]
                waiting += chunks[key].imports
        return list(found.values())

    def _manifest(self) -> dict[str, _Chunk]:
        path = self.folder / ".vite" / "manifest.json"
        try:
            changed_at_ns = path.stat().st_mtime_ns
            if changed_at_ns != self._read_at_ns:
                self._chunks = msgspec.json.decode(path.read_bytes(), type=dict[str, _Chunk])
                self._read_at_ns = changed_at_ns
        except (OSError, msgspec.DecodeError) as error:
            raise NotBuiltError("the screens are not built yet: run `make ui`") from error
        return self._chunks


def _url(path: str) -> str:
    return f"/assets/{path}"
