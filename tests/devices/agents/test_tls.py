"""An agent speaks TLS where it is told to, and only to a broker whose authority it was given."""

from __future__ import annotations

import dataclasses
import ipaddress
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from devices.agents.connection import LinkConfig
from devices.agents.link import Link
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


def write_certificate(folder: Path) -> None:
    """One that signs itself: its own authority."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "broker of the tests")])
    now = datetime.now(UTC)
    here = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([here]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "certificate.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    (folder / "key.pem").chmod(0o644)


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
