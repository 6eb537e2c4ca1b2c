"""A line of the log names its request, and the answer names it too."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator

import pytest
from flask import Flask

from store_server.ports import UnreachableError
from store_server.web.log_lines import HEADER, JsonLines, ReadableLines, name_requests
from store_server.web.problems import answer_with_problems


@pytest.fixture
def app() -> Flask:
    app = Flask("failing")
    name_requests(app)
    answer_with_problems(app)

    @app.get("/fails")
    def fails() -> str:
        raise LookupError("nothing there")

    return app


@pytest.fixture
def written() -> Iterator[tuple[logging.StreamHandler[io.StringIO], io.StringIO]]:
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    logging.getLogger().addHandler(handler)
    yield handler, out
    logging.getLogger().removeHandler(handler)


def test_what_failed_is_one_line_of_json_with_the_request_that_the_answer_names(
    app: Flask, written: tuple[logging.StreamHandler[io.StringIO], io.StringIO]
) -> None:
    handler, out = written
    handler.setFormatter(JsonLines())
    answer = app.test_client().get("/fails")
    (line,) = map(json.loads, out.getvalue().splitlines())
    assert answer.status_code == 500
    assert line["origin"] == answer.headers[HEADER]
    assert line["level"] == "ERROR"
    assert "LookupError" in line["trace"]
    assert "nothing there" not in answer.get_data(as_text=True)


def test_a_terminal_reads_a_sentence_and_a_proxys_id_is_kept(
    app: Flask, written: tuple[logging.StreamHandler[io.StringIO], io.StringIO]
) -> None:
    handler, out = written
    handler.setFormatter(ReadableLines())
    answer = app.test_client().get("/fails", headers={HEADER: "from-the-proxy-1"})
    assert answer.headers[HEADER] == "from-the-proxy-1"
    assert "failed (origin from-the-proxy-1)" in out.getvalue()


@pytest.mark.parametrize("lines", [JsonLines(), ReadableLines()])
def test_a_database_that_is_away_is_a_sentence_and_no_trace(
    lines: logging.Formatter, written: tuple[logging.StreamHandler[io.StringIO], io.StringIO]
) -> None:
    handler, out = written
    handler.setFormatter(lines)
    try:
        raise UnreachableError("the database cannot be reached")
    except UnreachableError:
        logging.getLogger("house").exception("a verdict waits")
    assert "the database cannot be reached" in out.getvalue()
    assert "Traceback" not in out.getvalue()
    assert len(out.getvalue().splitlines()) == 1


@pytest.mark.parametrize(("logger", "traced"), [("sqlalchemy.pool.impl.X", 0), ("house", 2)])
def test_a_pool_that_throws_a_lost_connection_away_is_a_sentence_and_another_mistake_is_not(
    logger: str,
    traced: int,
    written: tuple[logging.StreamHandler[io.StringIO], io.StringIO],
) -> None:
    handler, out = written
    handler.setFormatter(ReadableLines())
    try:
        try:
            raise UnreachableError("the database cannot be reached")
        except UnreachableError:
            raise OSError("sending query failed")  # noqa: B904 - as the pool does
    except OSError:
        logging.getLogger(logger).exception("Exception during reset or similar")
    assert out.getvalue().count("Traceback") == traced
    assert "the database cannot be reached" in out.getvalue()


@pytest.mark.parametrize("given", ["short", "has spaces in it", "x" * 65, '"},{"forged'])
def test_what_is_no_id_is_not_believed(app: Flask, given: str) -> None:
    told = app.test_client().get("/fails", headers={HEADER: given}).headers[HEADER]
    assert told != given
    assert len(told) == 32
