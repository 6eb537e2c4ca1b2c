"""The web server: Werkzeug's threaded one, with connections that stay open, a limit, and silence.

No request is logged: paths hold ids and queries hold names. What fails is logged by whom it fails.
"""

from __future__ import annotations

import errno
import logging
import socket
import sys
import threading
from typing import Any

from flask import Flask
from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler

from store_server.web.problems import KINDS, MEDIA_TYPE
from store_server.web.straight import Wire

_LOGGER = logging.getLogger(__name__)

IDLE_S = 65  # longer than any ping of Socket.IO; a silent connection is closed after it
THREADS_BESIDE_SOCKETS = 200
DRAINED_BYTES = 1024 * 1024
BACKLOG = 256
DROPPED = (ConnectionError, TimeoutError)

_BUSY_BODY = (
    b'{"type":"/api/v1/docs#problem-unavailable","title":"Not now","status":503,'
    b'"detail":"too many connections; try again in a moment"}'
)
_BUSY = (
    b"HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/problem+json\r\n"
    b"Retry-After: 2\r\nConnection: close\r\nContent-Length: %d\r\n\r\n" % len(_BUSY_BODY)
) + _BUSY_BODY


class PortTakenError(RuntimeError):
    """Somebody else listens there. The text says where, and what to do."""


class WebServer:
    """`start` returns once connections are accepted; `stop` once none is any more."""

    def __init__(self, app: Flask, host: str, port: int, sockets_at_most: int) -> None:
        self._app = app
        self._host = host
        self._port = port
        self._at_most = sockets_at_most + THREADS_BESIDE_SOCKETS
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None

    @property
    def port(self) -> int:
        """The port that is listened on; the chosen one where 0 was asked for."""
        return self._server.port if self._server is not None else self._port

    def start(self) -> None:
        """Raise `PortTakenError` where the port is in use, `OSError` where it cannot be."""
        listening = _listen(self._host, self._port)
        port = listening.getsockname()[1]
        try:
            self._server = _Server(self._host, port, self._app, listening, self._at_most)
        finally:
            listening.close()
        self._thread = threading.Thread(
            target=self._server.serve_forever,
            kwargs={"poll_interval": 0.1},
            name="web",
            daemon=True,
        )
        self._thread.start()

    def stop(self) -> None:
        if self._server is None or self._thread is None:
            return
        self._server.shutdown()
        self._thread.join(timeout=5)
        self._server.server_close()
        self._server.end_connections()
        self._server = self._thread = None


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(BACKLOG)
    except OSError as error:
        listening.close()
        if error.errno == errno.EADDRINUSE:
            raise PortTakenError(
                f"{host}:{port} is taken by another program; choose another with ACCUEIL_PORT"
            ) from error
        if error.errno == errno.EACCES:
            raise PortTakenError(
                f"{host}:{port} is not allowed to us; choose a port above 1023"
            ) from error
        raise
    return listening


class _Server(ThreadedWSGIServer):
    """A thread a connection, no more connections than were planned for."""

    def __init__(
        self, host: str, port: int, app: Flask, listening: socket.socket, at_most: int
    ) -> None:
        super().__init__(host, port, app, handler=_Handler, fd=listening.fileno())
        self._places = threading.BoundedSemaphore(at_most)
        self._open: set[socket.socket] = set()

    def process_request(self, request: Any, client_address: Any) -> None:
        if not self._places.acquire(blocking=False):
            self._refuse(request)
            return
        self._open.add(request)
        super().process_request(request, client_address)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._open.discard(request)
            self._places.release()

    def _refuse(self, request: socket.socket) -> None:
        try:
            request.settimeout(1.0)
            request.sendall(_BUSY)
        except OSError:
            pass
        self.shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ARG002
        if isinstance(sys.exc_info()[1], OSError):  # whoever asked has gone
            _LOGGER.debug("a connection ended early", exc_info=sys.exc_info())
            return
        _LOGGER.error("a connection failed", exc_info=sys.exc_info())

    def end_connections(self) -> None:
        for connection in tuple(self._open):
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue


class _Body:
    """A request's body as far as it goes: the next request begins behind it."""

    def __init__(self, stream: Any, length: int) -> None:
        self._stream = stream
        self.left = length

    def read(self, size: int = -1) -> bytes:
        wanted = self.left if size < 0 else min(size, self.left)
        found: bytes = self._stream.read(wanted) if wanted else b""
        self.left = self.left - len(found) if len(found) == wanted else 0
        return found

    def readline(self, size: int = -1) -> bytes:
        wanted = self.left if size < 0 else min(size, self.left)
        found: bytes = self._stream.readline(wanted) if wanted else b""
        self.left -= len(found)
        return found


class _Handler(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = IDLE_S
    disable_nagle_algorithm = True
    wbufsize = -1

    @property
    def server_version(self) -> str:  # type: ignore[override]
        return "accueil"

    sys_version = ""

    def version_string(self) -> str:
        return self.server_version

    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002
        if type == "error":
            _LOGGER.error(message, *args)

    def log_request(self, code: Any = "-", size: Any = "-") -> None:
        pass

    def log_error(self, format: str, *args: Any) -> None:  # noqa: A002
        pass  # a connection that timed out or spoke no HTTP is nobody's error

    def send_error(self, code: int, *_words: str | None) -> None:
        """What is no HTTP is refused in the same words as everything else."""
        body = (
            f'{{"type":"/api/v1/docs#problem-bad-request","title":"{KINDS["bad-request"].title}",'
            f'"status":{int(code)}}}'
        ).encode()
        self.close_connection = True
        self.send_response(int(code))
        self.send_header("Content-Type", MEDIA_TYPE)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    def run_wsgi(self) -> None:
        """One request. Werkzeug's own always closes the connection; this one keeps it open."""
        if self.headers.get("Expect", "").strip().lower() == "100-continue":
            self.send_response_only(100)
            self.end_headers()
            self.wfile.flush()
        environ = self.make_environ()
        body = self._bounded_body(environ)
        environ["werkzeug.socket"] = wire = Wire(self.connection)
        answer = _Answer(self, body, environ)
        try:
            answer.give(self.server.app)
        except DROPPED:
            self.close_connection = True
        except Exception:  # a thread's outermost call: the other connections go on
            _LOGGER.exception("a request failed outside the application")
            self.close_connection = True
            if not answer.begun:
                self.send_error(500)
        finally:
            wire.end()

    def _bounded_body(self, environ: dict[str, Any]) -> _Body | None:
        """None for a body of unknown length: the connection ends behind it."""
        if "HTTP_TRANSFER_ENCODING" in environ:
            return None
        try:
            length = max(0, int(environ.get("CONTENT_LENGTH") or 0))
        except ValueError:
            return None
        body = _Body(self.rfile, length)
        environ["wsgi.input"] = body
        return body


class _Answer:
    """One response on its way out."""

    def __init__(self, handler: _Handler, body: _Body | None, environ: dict[str, Any]) -> None:
        self._handler = handler
        self._body = body
        self._environ = environ
        self._status = ""
        self._headers: list[tuple[str, str]] = []
        self._chunked = False
        self.begun = False

    def give(self, app: Any) -> None:
        parts = app(self._environ, self._start)
        try:
            for part in parts:
                self._write(part)
            if not self.begun:
                self._write(b"")
            if self._chunked:
                self._handler.wfile.write(b"0\r\n\r\n")
            self._handler.wfile.flush()
        finally:
            if hasattr(parts, "close"):
                parts.close()
        self._drain()

    def _start(self, status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
        if exc_info and self.begun:
            raise exc_info[1].with_traceback(exc_info[2])
        self._status, self._headers = status, headers
        return self._write

    def _write(self, part: bytes) -> None:
        if not self.begun:
            self._begin()
        if not part or self._environ["REQUEST_METHOD"] == "HEAD":
            return
        if self._chunked:
            part = b"%x\r\n%b\r\n" % (len(part), part)
        self._handler.wfile.write(part)

    def _begin(self) -> None:
        handler = self._handler
        self.begun = True
        code, _, words = self._status.partition(" ")
        handler.send_response(int(code), words)
        names = set()
        for name, value in self._headers:
            handler.send_header(name, value)
            names.add(name.lower())
        bodyless = code.startswith("1") or code in ("204", "304")
        if "content-length" not in names and not bodyless:
            if handler.request_version >= "HTTP/1.1":
                self._chunked = self._environ["REQUEST_METHOD"] != "HEAD"
                handler.send_header("Transfer-Encoding", "chunked")
            else:
                handler.close_connection = True
        if self._body is None or self._body.left > DRAINED_BYTES or handler.close_connection:
            handler.send_header("Connection", "close")
        handler.end_headers()

    def _drain(self) -> None:
        """Read what the application left of the body, so that the client sees the answer."""
        if self._body is None:
            return
        budget = 10 * DRAINED_BYTES
        while self._body.left and budget > 0:
            budget -= len(self._body.read(65536)) or budget
