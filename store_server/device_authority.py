"""The devices' authority: it signs the keys that our agents make, and says which are void.

Its key follows from the server's key file and its certificate from its key, so a boutique that is
restored elsewhere still knows its devices. Nothing of a request but its key is taken over.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from store_server.device_ports import Issued, RequestError, certified

PURPOSE = "the devices' authority"  # of the secret that its key is made of
BEGINS = datetime(2026, 1, 1, tzinfo=UTC)
ENDS = datetime(2056, 1, 1, tzinfo=UTC)
VALID = timedelta(days=90)
BEFORE = timedelta(hours=1)  # a device's clock may be a little behind
LONGEST_REQUEST = 4096  # characters
LONGEST_COMMON_NAME = 64  # of X.509


class DeviceAuthority:
    """Satisfies `device_ports.Authority`. Any thread may ask."""

    def __init__(self, secret: bytes, boutique: str) -> None:
        self._key = ed25519.Ed25519PrivateKey.from_private_bytes(secret)
        self._name = _named(f"Accueil devices of {boutique}"[:LONGEST_COMMON_NAME])
        self._certificate = self._certify_itself()

    @property
    def certificate(self) -> str:
        """PEM; the same for as long as the key file is."""
        return _pem(self._certificate)

    def sign(self, request: str, device: str, now: datetime) -> Issued:
        """Raises `RequestError`: what came is no request, or one for another's name."""
        wanted = _read(request)
        name = certified(device)
        if len(name) > LONGEST_COMMON_NAME:
            raise RequestError("this device's name is too long for a certificate")
        for attribute in wanted.subject:
            if attribute.oid != NameOID.COMMON_NAME or attribute.value != device:
                raise RequestError("the request is for another name")
        serial, expires_at = x509.random_serial_number(), (now + VALID).replace(microsecond=0)
        signed = (
            x509.CertificateBuilder()
            .subject_name(_named(name))
            .issuer_name(self._name)
            .public_key(wanted.public_key())
            .serial_number(serial)
            .not_valid_before(now - BEFORE)
            .not_valid_after(expires_at)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_usage(digital_signature=True), critical=True)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH]), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key()),
                critical=False,
            )
            .sign(self._key, None)
        )
        return Issued(f"{serial:x}", _pem(signed), expires_at)

    def void(self, serials: Sequence[str]) -> str:
        """The list of certificates that are void although they have not ended, as PEM.

        It is told anew with each change, so it names no end of its own: a broker beside a server
        that is away goes on.
        """
        listed = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(self._name)
            .last_update(BEGINS)
            .next_update(ENDS)
        )
        for serial in sorted(serials):
            entry = x509.RevokedCertificateBuilder().serial_number(int(serial, 16))
            listed = listed.add_revoked_certificate(entry.revocation_date(BEGINS).build())
        return listed.sign(self._key, None).public_bytes(serialization.Encoding.PEM).decode()

    def _certify_itself(self) -> x509.Certificate:
        public = self._key.public_key()
        digest = hashlib.sha256(public.public_bytes_raw()).digest()
        return (
            x509.CertificateBuilder()
            .subject_name(self._name)
            .issuer_name(self._name)
            .public_key(public)
            .serial_number(int.from_bytes(digest[:16]) >> 1)
            .not_valid_before(BEGINS)
            .not_valid_after(ENDS)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(_usage(key_cert_sign=True, crl_sign=True), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
            .sign(self._key, None)
        )


def _read(request: str) -> x509.CertificateSigningRequest:
    if len(request) > LONGEST_REQUEST:
        raise RequestError("the request is too long")
    try:
        wanted = x509.load_pem_x509_csr(request.encode())
        key = wanted.public_key()
        good = wanted.is_signature_valid
        list(wanted.subject)
    except (ValueError, x509.InvalidVersion, UnsupportedAlgorithm, InvalidSignature) as error:
        raise RequestError("this is no certificate request") from error
    if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP256R1):
        raise RequestError("a device's key is on the curve P-256")
    if not good or not isinstance(wanted.signature_hash_algorithm, hashes.SHA256):
        raise RequestError("the request is not signed by its own key, with SHA-256")
    return wanted


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _usage(**used: bool) -> x509.KeyUsage:
    every = (
        "digital_signature",
        "content_commitment",
        "key_encipherment",
        "data_encipherment",
        "key_agreement",
        "key_cert_sign",
        "crl_sign",
        "encipher_only",
        "decipher_only",
    )
    return x509.KeyUsage(**(dict.fromkeys(every, False) | used))


def _pem(certificate: x509.Certificate) -> str:
    return certificate.public_bytes(serialization.Encoding.PEM).decode()
