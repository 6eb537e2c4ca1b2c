"""The devices' authority signs keys, and takes over nothing else that a request says."""

from __future__ import annotations

import base64
import random
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

from store_server.device_authority import LONGEST_REQUEST, VALID, DeviceAuthority
from store_server.device_ports import RequestError
from tests.effort import SEED, tries

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
KEY = ec.generate_private_key(ec.SECP256R1())


@pytest.fixture
def authority() -> DeviceAuthority:
    return DeviceAuthority(b"k" * 32, "paris-1")


def request(name: str = "", key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey = KEY) -> str:
    said = [x509.NameAttribute(NameOID.COMMON_NAME, name)] if name else []
    asked = (
        x509.CertificateSigningRequestBuilder()
        .subject_name(x509.Name(said))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(
            x509.SubjectAlternativeName([x509.DNSName("boutique.example")]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    return asked.public_bytes(serialization.Encoding.PEM).decode()


def test_a_key_is_signed_for_the_device_for_ninety_days_and_for_nothing_else(
    authority: DeviceAuthority,
) -> None:
    issued = authority.sign(request("door-1"), "door-1", NOW)
    signed = x509.load_pem_x509_certificate(issued.certificate.encode())
    own = x509.load_pem_x509_certificate(authority.certificate.encode())
    signed.verify_directly_issued_by(own)
    assert signed.public_key() == KEY.public_key()
    assert signed.subject.rfc4514_string() == "CN=device:door-1"
    assert signed.not_valid_after_utc == issued.expires_at == NOW + VALID
    assert signed.extensions.get_extension_for_class(x509.BasicConstraints).value.ca is False
    with pytest.raises(x509.ExtensionNotFound):
        signed.extensions.get_extension_for_class(x509.SubjectAlternativeName)
    usage = signed.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert list(usage) == [x509.oid.ExtendedKeyUsageOID.CLIENT_AUTH]


def test_a_request_for_another_name_is_not_signed(authority: DeviceAuthority) -> None:
    for name in ("door-2", "accueil-server", "door-1\x00"):
        with pytest.raises(RequestError, match="another name"):
            authority.sign(request(name), "door-1", NOW)


def test_a_request_that_another_key_signed_is_not_signed(authority: DeviceAuthority) -> None:
    own, other = request("door-1"), request("door-1", ec.generate_private_key(ec.SECP256R1()))
    der = x509.load_pem_x509_csr(own.encode()).public_bytes(serialization.Encoding.DER)
    foreign = x509.load_pem_x509_csr(other.encode())
    forged = der.replace(x509.load_pem_x509_csr(own.encode()).signature, foreign.signature)
    if len(forged) != len(der):  # the signatures' lengths differ by a byte now and then
        forged = der[:-1] + bytes([der[-1] ^ 1])
    pem = ssl_pem(forged)
    with pytest.raises(RequestError):
        authority.sign(pem, "door-1", NOW)


@pytest.mark.parametrize(
    "said",
    ["", "x" * (LONGEST_REQUEST + 1), "-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n", "\x00\ud800"],
)
def test_what_is_no_request_is_refused(authority: DeviceAuthority, said: str) -> None:
    with pytest.raises(RequestError):
        authority.sign(said, "door-1", NOW)


def test_keys_of_other_kinds_are_refused(authority: DeviceAuthority) -> None:
    for key in (rsa.generate_private_key(65537, 2048), ec.generate_private_key(ec.SECP384R1())):
        with pytest.raises(RequestError, match="P-256"):
            authority.sign(request("door-1", key), "door-1", NOW)


def test_the_authority_is_the_same_wherever_its_key_file_is_restored() -> None:
    first, second = (DeviceAuthority(b"k" * 32, "paris-1") for _ in range(2))
    assert first.certificate == second.certificate
    assert first.void(["2", "1"]) == second.void(["1", "2"])
    assert first.certificate != DeviceAuthority(b"o" * 32, "paris-1").certificate


def test_the_list_of_void_ones_names_exactly_those(authority: DeviceAuthority) -> None:
    serials = [authority.sign(request(), f"door-{n}", NOW).serial for n in range(3)]
    listed = x509.load_pem_x509_crl(authority.void(serials[:2]).encode())
    assert {f"{one.serial_number:x}" for one in listed} == set(serials[:2])
    assert not list(x509.load_pem_x509_crl(authority.void([]).encode()))


@pytest.mark.filterwarnings("ignore:Attribute's length")
def test_whatever_bytes_a_device_sends_it_is_a_request_or_is_refused(
    authority: DeviceAuthority,
) -> None:
    chance = random.Random(SEED)
    well_made = x509.load_pem_x509_csr(request("door-1").encode())
    der = well_made.public_bytes(serialization.Encoding.DER)
    for _ in range(tries(4_000, 40_000)):
        bent = bytearray(der[: chance.choice((len(der), chance.randrange(len(der))))])
        for _change in range(chance.randrange(4)):
            if bent:
                bent[chance.randrange(len(bent))] = chance.randrange(256)
        with suppress(RequestError):
            authority.sign(ssl_pem(bytes(bent)), "door-1", NOW)


def ssl_pem(der: bytes) -> str:
    text = base64.encodebytes(der).decode()
    return f"-----BEGIN CERTIFICATE REQUEST-----\n{text}-----END CERTIFICATE REQUEST-----\n"
