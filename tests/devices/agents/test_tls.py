"""An agent speaks TLS where it is told to, and only to a broker whose authority it was given."""

from __future__ import annotations

import dataclasses
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from devices.agents.connection import LinkConfig
from devices.agents.link import Link
from tests.papers import write_certificate
from tests.services import Mosquitto, free_port
from tests.waiting import wait_for


@pytest.fixture
def papers() -> Iterator[Path]:
    """A folder that a broker of another user may read, with its key and its certificate."""
    folder = Path(tempfile.mkdtemp(prefix="accueil-tls-"))
    folder.chmod(0o755)
    write_certificate(folder)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def tls_port(papers: Path) -> Iterator[int]:
    port = free_port()
    broker = Mosquitto(
        f"listener {port} 127.0.0.1\n"
        f"certfile {papers / 'certificate.pem'}\nkeyfile {papers / 'key.pem'}"
    )
    broker.start()
    yield port
    broker.clean_up()


def test_the_authority_that_was_given_is_trusted(
    config: LinkConfig, papers: Path, tls_port: int
) -> None:
    trusting = dataclasses.replace(
        config, port=tls_port, tls=True, ca_file=papers / "certificate.pem"
    )
    link = Link(trusting)
    link.start()
    assert link.wait_online(10)
    link.stop()


# paho leaves the socket of a failed handshake to the garbage collector
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_broker_of_an_unknown_authority_is_refused_and_named(
    config: LinkConfig, tls_port: int, caplog: pytest.LogCaptureFixture
) -> None:
    link = Link(dataclasses.replace(config, port=tls_port, tls=True))
    link.start()
    wait_for(lambda: "trying on" in caplog.text, "nothing was said")
    assert not link.online
    link.stop()
    assert "certificate verify failed" in caplog.text
