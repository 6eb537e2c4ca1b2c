"""An agent's key and the certificate of it, in one file that nobody else reads.

The key never leaves the machine: what is shown is a request, signed by the key itself. A new key
waits beside the old until its certificate has come, and then takes its place as one file.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

CERTIFICATE = "certificate.pem"  # the certificate, and its key
NEXT_KEY = "next-key.pem"


class CertificateError(ValueError):
    """A certificate that is not for the key that was shown; the text says so."""


class Papers:
    """Those of the agent whose folder this is."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / CERTIFICATE
        self._next = folder / NEXT_KEY

    def ask(self) -> str:
        """Make a new key; answers the request for its certificate, as PEM. Raises `OSError`."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        key = ec.generate_private_key(ec.SECP256R1())
        _write(self._next, _key_pem(key))
        nobody = x509.CertificateSigningRequestBuilder().subject_name(x509.Name([]))
        request = nobody.sign(key, hashes.SHA256())
        return request.public_bytes(serialization.Encoding.PEM).decode()

    def take(self, certificate: str) -> None:
        """Come in by it from now on. Raises `CertificateError`, and `OSError`."""
        try:
            signed = x509.load_pem_x509_certificate(certificate.encode())
            key = serialization.load_pem_private_key(self._next.read_bytes(), None)
        except (ValueError, FileNotFoundError) as error:
            raise CertificateError("it is no certificate that was asked for") from error
        if signed.public_key() != key.public_key():
            raise CertificateError("the certificate is for another key")
        leaf = signed.public_bytes(serialization.Encoding.PEM)
        _write(self.file, leaf + self._next.read_bytes())
        self._next.unlink()

    def ends_at(self) -> datetime | None:
        """None where there is none that can be read."""
        try:
            signed = x509.load_pem_x509_certificate(self.file.read_bytes())
        except (OSError, ValueError):
            return None
        return signed.not_valid_after_utc

    def days_left(self) -> float | None:
        ends_at = self.ends_at()
        return None if ends_at is None else (ends_at - datetime.now(UTC)).total_seconds() / 86_400


def _key_pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def _write(file: Path, text: bytes) -> None:
    """Whole or not at all, for our eyes alone."""
    fresh = file.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as written:
        written.write(text)
        written.flush()
        os.fsync(written.fileno())
    fresh.replace(file)
