"""An agent's key stays with it, and its certificate is taken only where it is of that key."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from devices.agents.certificate import CertificateError, Papers
from devices.agents.commands import RefusedError
from devices.agents.renewal import Renewal

AUTHORITY = ec.generate_private_key(ec.SECP256R1())


def signed(request: str, days: float = 90) -> str:
    asked = x509.load_pem_x509_csr(request.encode())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "door-1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(asked.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=days))
        .sign(AUTHORITY, hashes.SHA256())
    )
    return certificate.public_bytes(serialization.Encoding.PEM).decode()


class Speaker:
    def __init__(self) -> None:
        self.said: list[Any] = []
        self.shown = 0

    def say(self, topic: str, said: Any) -> None:
        self.said.append((topic, said))

    def show_certificate(self) -> None:
        self.shown += 1


def test_the_key_and_its_certificate_are_one_file_for_our_eyes_alone(tmp_path: Path) -> None:
    papers = Papers(tmp_path)
    certificate = signed(papers.ask())
    assert "PRIVATE KEY" not in certificate
    papers.take(certificate)
    assert papers.file.stat().st_mode & 0o777 == 0o600
    assert [one.name for one in tmp_path.iterdir()] == ["certificate.pem"]
    left = papers.days_left()
    assert left is not None
    assert 89 < left <= 90


def test_a_certificate_of_another_key_changes_nothing(tmp_path: Path) -> None:
    papers = Papers(tmp_path)
    papers.take(signed(papers.ask()))
    before = papers.file.read_bytes()
    of_another = signed(Papers(tmp_path / "other").ask())
    papers.ask()
    for certificate in (of_another, "nonsense", ""):
        with pytest.raises(CertificateError):
            papers.take(certificate)
    assert papers.file.read_bytes() == before


def test_a_renewal_is_asked_for_in_the_last_month_once_in_a_while(tmp_path: Path) -> None:
    papers, speaker = Papers(tmp_path), Speaker()
    renewal = Renewal(papers, speaker)
    papers.take(signed(papers.ask(), days=31))
    renewal.see_to()
    assert speaker.said == []
    papers.take(signed(papers.ask(), days=29))
    renewal.see_to()
    renewal.see_to()
    assert [topic for topic, _said in speaker.said] == ["certificate"]
    renewal.hear({"do": "certificate", "certificate": signed(speaker.said[0][1]["request"])})
    assert speaker.shown == 1
    left = papers.days_left()
    assert left is not None
    assert left > 89


def test_an_answer_that_is_not_ours_is_refused_and_a_refusal_is_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    papers, speaker = Papers(tmp_path), Speaker()
    renewal = Renewal(papers, speaker)
    with pytest.raises(RefusedError):
        renewal.hear({"do": "certificate", "certificate": "nonsense"})
    renewal.hear({"do": "certificate", "refused": "too many"})
    assert "too many" in caplog.text
    assert not papers.file.exists()
