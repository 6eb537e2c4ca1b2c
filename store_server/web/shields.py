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
    "frame-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}

# A worker has the policy of its own file. The one that reads codes runs WebAssembly; no page does.
_READER_POLICY = _POLICY | {"script-src": "'self' 'wasm-unsafe-eval'"}

# A letter brings its styles with it. It is shown in a frame of ours, and nothing in it may act.
_LETTER_POLICY = {
    "default-src": "'none'",
    "style-src": "'unsafe-inline'",
    "img-src": "'self'",
    "frame-ancestors": "'self'",
    "sandbox": "allow-same-origin",
}

_WITH_CAMERA = frozenset({"/associate", "/kiosk", "/pay"})

_NOTHING = "geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"


def shield(app: Flask, secure: bool) -> None:
    """Put the headers on every answer of this application."""

    @app.after_request
    def _dress(response: Response) -> Response:
        policy = _policy_of(request.path)
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
        headers["X-Frame-Options"] = "SAMEORIGIN" if policy is _LETTER_POLICY else "DENY"
        if secure:
            headers["Strict-Transport-Security"] = "max-age=31536000"
        return response


def _policy_of(path: str) -> dict[str, str]:
    if path.startswith("/assets/reader.worker-"):
        return _READER_POLICY
    return _LETTER_POLICY if path.startswith("/outbox/letters/") else _POLICY
