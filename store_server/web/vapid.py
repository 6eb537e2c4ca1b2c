"""The key pair by which push services know this boutique (VAPID, RFC 8292): made once, kept."""

from __future__ import annotations

import base64
import os
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from py_vapid import Vapid02

KEY_FILE = "vapid.pem"


class VapidKey:
    def __init__(self, signer: Vapid02) -> None:
        self.signer = signer

    @property
    def public(self) -> str:
        """Base64url of the uncompressed point, as `PushManager.subscribe` wants it."""
        point = self.signer.public_key.public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        )
        return base64.urlsafe_b64encode(point).rstrip(b"=").decode()


def keep(data_dir: Path) -> VapidKey:
    """The key in `data_dir`, made now where there is none; readable by its owner only.

    Losing it ends every phone's subscription, so it belongs in the backup.
    """
    path = data_dir / KEY_FILE
    try:
        pem = path.read_bytes()
    except FileNotFoundError:
        pem = _make(path)
    return VapidKey(Vapid02.from_pem(pem))


def _make(path: Path) -> bytes:
    pem = ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:  # another process was faster; its key is the one
        return path.read_bytes()
    with os.fdopen(handle, "wb") as file:
        file.write(pem)
        file.flush()
        os.fsync(file.fileno())
    return pem
