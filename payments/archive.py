"""Archives of a ledger: records as they were sealed, and a signature over all of it (Ed25519).

A text file of JSON lines: a head, the records in order, a foot. The head names the seal that the
first record follows from, so that an archive that begins later than 1 is verified by itself; the
foot signs every byte before it. Whoever has the public key needs nothing of the boutique's.
"""

from __future__ import annotations

import hashlib
from base64 import b64decode, b64encode
from binascii import Error as NotBase64Error
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NoReturn

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from msgspec import Raw, Struct

from payments.ledger import NOTHING_BEFORE, Flaw, Record, verify

FORMAT = "accueil-ledger/1"
SEAL_LETTERS = 64

_encode = msgspec.json.Encoder(order="deterministic").encode


class ArchiveError(ValueError):
    """This is no archive, it ends too early, or its signature does not hold."""


class Head(Struct, frozen=True, forbid_unknown_fields=True):
    format: str
    boutique: str
    till: str
    made_at: str
    after: int
    follows: str
    key: str


class Foot(Struct, frozen=True, forbid_unknown_fields=True):
    records: int
    sha256: str
    signature: str


class _Line(Struct, frozen=True, forbid_unknown_fields=True):
    number: int
    kind: str
    at: str
    body: Raw
    previous: str
    seal: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an archive is worth: `flaws` none and `signed` by `key`: it is as it was written."""

    head: Head
    records: int
    flaws: tuple[Flaw, ...]
    key: str
    trouble: str  # why the signature does not hold; empty: it does


def write(
    records: Iterable[Record], boutique: str, till: str, at: datetime, key: Ed25519PrivateKey
) -> Iterator[bytes]:
    """The archive in pieces. Raises `ArchiveError` where there is nothing to archive."""
    digest, count = hashlib.sha256(), 0
    for record in records:
        if not count:
            head = _encode(_head(record, boutique, till, at, key)) + b"\n"
            digest.update(head)
            yield head
        line = _encode(_line(record)) + b"\n"
        digest.update(line)
        count += 1
        yield line
    if not count:
        raise ArchiveError("there are no records to archive")
    signature = key.sign(digest.digest())
    yield _encode(Foot(count, digest.hexdigest(), b64encode(signature).decode())) + b"\n"


def examine(lines: Iterable[bytes], most_flaws: int = 1) -> Verdict:
    """Read an archive, every byte of it. Raises `ArchiveError` where it is none."""
    reading = _Reading(lines)
    flaws: list[Flaw] = []
    for flaw in verify(reading.records, reading.before()):
        flaws.append(flaw)
        if len(flaws) == most_flaws:
            break
    reading.drain()
    return Verdict(
        reading.head, reading.count, tuple(flaws), fingerprint(reading.key), reading.trouble()
    )


def public(key: Ed25519PrivateKey | Ed25519PublicKey) -> str:
    """The public key in base 64, as it stands in the head."""
    given = key.public_key() if isinstance(key, Ed25519PrivateKey) else key
    return b64encode(given.public_bytes_raw()).decode()


def fingerprint(key: str) -> str:
    """What people compare: "3f1c 9a02 …", of the public key in base 64."""
    digest = hashlib.sha256(_decoded(key, "key")).hexdigest()[:32]
    return " ".join(digest[at : at + 4] for at in range(0, len(digest), 4))


class _Reading:
    """One pass over the lines, with the digest of all that stands before the foot."""

    def __init__(self, lines: Iterable[bytes]) -> None:
        self._lines = iter(lines)
        self._digest = hashlib.sha256()
        first = next(self._lines, b"")
        self._digest.update(first)
        self.head = _as(first, Head, 1)
        if self.head.format != FORMAT or len(self.head.follows) != SEAL_LETTERS:
            raise ArchiveError(f"line 1: this is no archive of the form {FORMAT}")
        self.key = self.head.key
        self.count = 0
        self._foot: Foot | None = None
        self.records = self._walk()

    def before(self) -> Record | None:
        """What the first record follows from."""
        head = self.head
        if head.after == 0 and head.follows == NOTHING_BEFORE:
            return None
        return Record(head.after, "", "", b"", "", head.follows)

    def _walk(self) -> Iterator[Record]:
        waiting = next(self._lines, None)
        at = 2
        while waiting is not None:
            following = next(self._lines, None)
            if following is None:
                self._foot = _as(waiting, Foot, at)
                return
            self._digest.update(waiting)
            self.count += 1
            line = _as(waiting, _Line, at)
            yield Record(
                line.number, line.kind, line.at, bytes(line.body), line.previous, line.seal
            )
            waiting, at = following, at + 1
        raise ArchiveError("it ends too early: there is no foot")

    def drain(self) -> None:
        """To the end, where the verifier stopped at a flaw."""
        for _ in self.records:
            pass

    def trouble(self) -> str:
        foot = self._foot
        if foot is None:
            return "it ends too early: there is no foot"
        if foot.records != self.count:
            return f"its foot counts {foot.records} records and there are {self.count}"
        key = Ed25519PublicKey.from_public_bytes(_decoded(self.key, "key"))
        try:
            key.verify(_decoded(foot.signature, "signature"), self._digest.digest())
        except InvalidSignature:
            return "its signature is not that of what it holds"
        return ""


def _head(first: Record, boutique: str, till: str, at: datetime, key: Ed25519PrivateKey) -> Head:
    moment = at.isoformat(timespec="seconds")
    return Head(FORMAT, boutique, till, moment, first.number - 1, first.previous, public(key))


def _line(record: Record) -> _Line:
    return _Line(
        record.number, record.kind, record.at, Raw(record.body), record.previous, record.seal
    )


def _as(line: bytes, kind: Any, at: int) -> Any:
    try:
        return msgspec.json.decode(line, type=kind)
    except msgspec.MsgspecError as error:
        _refuse(at, str(error))


def _refuse(at: int, why: str) -> NoReturn:
    raise ArchiveError(f"line {at}: this is no line of an archive ({why})")


def _decoded(text: str, name: str) -> bytes:
    try:
        found = b64decode(text, validate=True)
    except NotBase64Error:
        found = b""
    if len(found) not in (32, 64):
        raise ArchiveError(f"{name}: this is none")
    return found
