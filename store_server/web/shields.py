"""The headers that keep a page to itself: nothing inline, nothing from elsewhere, no referrer."""

from __future__ import annotations

from flask import Flask, Response, request

_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data: blob:",
    "font-src": "'self'",
    "media-src": "'self'",
    "connect-src": "'self'",
    "worker-src": "'self'",
    "manifest-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}

# A worker has the policy of its own file. The one that reads codes runs WebAssembly; no page does.
_READER_POLICY = _POLICY | {"script-src": "'self' 'wasm-unsafe-eval'"}

_WITH_CAMERA = frozenset({"/associate", "/kiosk"})

_NOTHING = "geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"


def shield(app: Flask, secure: bool) -> None:
    """Put the headers on every answer of this application."""

    @app.after_request
    def _dress(response: Response) -> Response:
        policy = _READER_POLICY if _is_reader(request.path) else _POLICY
        camera = "(self)" if request.path in _WITH_CAMERA else "()"
        headers = response.headers
        headers["Content-Security-Policy"] = "; ".join(
            f"{name} {value}" for name, value in policy.items()
        )
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Referrer-Policy"] = "no-referrer"
        headers["Permissions-Policy"] = f"camera={camera}, {_NOTHING}"
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers["Cross-Origin-Resource-Policy"] = "same-origin"
        headers["X-Frame-Options"] = "DENY"
        if secure:
            headers["Strict-Transport-Security"] = "max-age=31536000"
        return response


def _is_reader(path: str) -> bool:
    return path.startswith("/assets/reader.worker-")
