"""The seal around a backup: AES-256-GCM in chunks, so that a file of any size needs little memory.

    magic, kind of lock (1 byte), salt (16 bytes), then chunks of 64 KiB, each with its tag

The chunks' key follows from the lock and the salt (HKDF-SHA256), so no nonce is used twice. A
nonce is the chunk's number and whether it is the last (the STREAM construction of Hoang et al.):
a file that was cut, reordered or mixed with another opens nowhere.
"""

from __future__ import annotations

import base64
import binascii
import os
from pathlib import Path
from typing import IO, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

MAGIC = b"accueil-backup-1\n"
SALT_BYTES = 16
KEY_BYTES = 32
TAG_BYTES = 16
CHUNK_BYTES = 64 * 1024
SCRYPT_N, SCRYPT_R, SCRYPT_P = 2**17, 8, 1  # OWASP's first choice: 128 MiB, about half a second
SHORTEST_PASSPHRASE = 12


class BackupError(RuntimeError):
    """A backup cannot be made, opened or restored. The text says why and what to do."""


class Lock(Protocol):
    """What a backup is sealed with."""

    kind: bytes

    def key(self, salt: bytes) -> bytes: ...


class KeyFile:
    """32 random bytes in a file, written as base64 so that they can be printed and typed."""

    kind = b"K"

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    @classmethod
    def make(cls, path: Path) -> None:
        """Raises `FileExistsError`: a key that is overwritten takes its backups with it."""
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(base64.b64encode(os.urandom(KEY_BYTES)) + b"\n")
            file.flush()
            os.fsync(file.fileno())

    @classmethod
    def at(cls, path: Path) -> KeyFile:
        try:
            secret = base64.b64decode(path.read_bytes().strip(), validate=True)
        except binascii.Error:
            secret = b""
        if len(secret) != KEY_BYTES:
            raise BackupError(f"{path} is no key for backups; accueil backup --new-key makes one")
        return cls(secret)

    def key(self, salt: bytes) -> bytes:
        return _derived(self._secret, salt)


class Passphrase:
    """Words that somebody remembers, made dear to guess."""

    kind = b"P"

    def __init__(self, words: str) -> None:
        if len(words) < SHORTEST_PASSPHRASE:
            raise BackupError(f"a passphrase has {SHORTEST_PASSPHRASE} characters or more")
        self._words = words

    def key(self, salt: bytes) -> bytes:
        stretched = Scrypt(salt, KEY_BYTES, SCRYPT_N, SCRYPT_R, SCRYPT_P)
        return _derived(stretched.derive(self._words.encode()), salt)


def _derived(secret: bytes, salt: bytes) -> bytes:
    return HKDF(hashes.SHA256(), KEY_BYTES, salt, b"accueil: backup").derive(secret)


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


class Sealer:
    """Write into it; `close` writes the last chunk, without which nothing opens."""

    def __init__(self, file: IO[bytes], lock: Lock) -> None:
        salt = os.urandom(SALT_BYTES)
        self._header = MAGIC + lock.kind + salt
        self._cipher = AESGCM(lock.key(salt))
        self._file = file
        self._waiting = bytearray()
        self._number = 0
        file.write(self._header)

    def write(self, piece: bytes) -> int:
        self._waiting += piece
        while len(self._waiting) > CHUNK_BYTES:  # a whole one may yet be the last
            self._seal(bytes(self._waiting[:CHUNK_BYTES]), last=False)
            del self._waiting[:CHUNK_BYTES]
        return len(piece)

    def close(self) -> None:
        self._seal(bytes(self._waiting), last=True)

    def _seal(self, chunk: bytes, last: bool) -> None:
        self._file.write(self._cipher.encrypt(_nonce(self._number, last), chunk, self._header))
        self._number += 1


class Opener:
    """Read from it. Nothing is handed out that was not sealed with this lock, in this place."""

    def __init__(self, file: IO[bytes], lock: Lock) -> None:
        self._header = file.read(len(MAGIC) + 1 + SALT_BYTES)
        kind, salt = self._header[len(MAGIC) :][:1], self._header[len(MAGIC) + 1 :]
        if not self._header.startswith(MAGIC) or len(salt) != SALT_BYTES:
            raise BackupError("this is no backup of Accueil")
        if kind != lock.kind:
            other = "a passphrase" if kind == Passphrase.kind else "a key file"
            raise BackupError(f"this backup was sealed with {other}")
        self._cipher = AESGCM(lock.key(salt))
        self._file = file
        self._number = 0
        self._next = file.read(CHUNK_BYTES + TAG_BYTES)
        self._opened = bytearray()
        self._ended = False

    def read(self, size: int) -> bytes:
        while len(self._opened) < size and not self._ended:
            self._open()
        piece = bytes(self._opened[:size])
        del self._opened[:size]
        return piece

    def drain(self) -> None:
        """To the end: only then is it known that nothing is missing."""
        while self.read(CHUNK_BYTES):
            pass

    def _open(self) -> None:
        sealed, self._next = self._next, self._file.read(CHUNK_BYTES + TAG_BYTES)
        self._ended = not self._next
        try:
            self._opened += self._cipher.decrypt(
                _nonce(self._number, self._ended), sealed, self._header
            )
        except (InvalidTag, ValueError) as error:
            why = (
                "it was sealed with another key or passphrase, or is damaged"
                if self._number == 0
                else f"it is damaged or cut short after {self._number * CHUNK_BYTES:,} bytes"
            )
            raise BackupError(f"this backup cannot be opened: {why}") from error
        self._number += 1
