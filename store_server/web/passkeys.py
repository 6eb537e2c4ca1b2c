"""Passkeys (WebAuthn): what a browser is asked, and whether its answer proves who it is."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import msgspec

from store_server.clock import new_id
from store_server.ports import Clock
from store_server.strong_ports import Passkey
from store_server.web.problems import NotSignedInError, ProblemError

ASKED_FOR_S = 300.0
ASKED_AT_MOST = 1024  # challenges that wait for an answer; the oldest are forgotten first

Credential = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Site:
    """What a passkey is bound to. `rp_id` is a domain; browsers make none for a bare address."""

    rp_id: str
    origin: str

    @classmethod
    def of(cls, url: str) -> Site:
        """Raise `ProblemError` where browsers have no passkeys: at an IP address."""
        parts = urlsplit(url)
        host = parts.hostname or ""
        if _is_address(host):
            raise ProblemError(
                "a passkey needs a name, not an address: open this page by its name",
                slug="conflict",
            )
        return cls(host, f"{parts.scheme}://{parts.netloc}")


@dataclass(frozen=True, slots=True)
class Asked:
    """A challenge that was given out: to whom, or to anybody."""

    challenge: bytes
    associate_id: str | None
    until_s: float


class Passkeys:
    """Each challenge is answered once, within five minutes, by whom it was given to."""

    def __init__(self, clock: Clock, name: str) -> None:
        self._clock = clock
        self._name = name
        self._asked: OrderedDict[bytes, Asked] = OrderedDict()
        self._lock = threading.Lock()

    def ask_for_new(
        self, site: Site, associate_id: str, name: str, known: Sequence[Passkey]
    ) -> dict[str, Any]:
        """Options for `navigator.credentials.create`."""
        import webauthn
        from webauthn.helpers import structs

        options = webauthn.generate_registration_options(
            rp_id=site.rp_id,
            rp_name=self._name,
            user_id=associate_id.encode(),
            user_name=name,
            user_display_name=name,
            authenticator_selection=structs.AuthenticatorSelectionCriteria(
                resident_key=structs.ResidentKeyRequirement.REQUIRED,
                user_verification=structs.UserVerificationRequirement.REQUIRED,
            ),
            exclude_credentials=[
                structs.PublicKeyCredentialDescriptor(
                    id=webauthn.base64url_to_bytes(one.credential_id)
                )
                for one in known
            ],
        )
        self._remember(options.challenge, associate_id)
        return _plain(webauthn.options_to_json(options))

    def ask_who(self, site: Site) -> dict[str, Any]:
        """Options for `navigator.credentials.get`, by anybody's passkey."""
        import webauthn
        from webauthn.helpers import structs

        options = webauthn.generate_authentication_options(
            rp_id=site.rp_id, user_verification=structs.UserVerificationRequirement.REQUIRED
        )
        self._remember(options.challenge, None)
        return _plain(webauthn.options_to_json(options))

    def make(self, site: Site, associate_id: str, shown: Credential, label: str) -> Passkey:
        """The new passkey. Raise `NotSignedInError` where the answer does not prove it."""
        import webauthn
        from webauthn.helpers.exceptions import WebAuthnException

        challenge = self._answered(shown, associate_id)
        try:
            made = webauthn.verify_registration_response(
                credential=dict(shown),
                expected_challenge=challenge,
                expected_rp_id=site.rp_id,
                expected_origin=site.origin,
                require_user_verification=True,
            )
        except (WebAuthnException, ValueError, KeyError, TypeError) as error:
            raise _unproven() from error
        return Passkey(
            new_id(),
            associate_id,
            webauthn.helpers.bytes_to_base64url(made.credential_id),
            made.credential_public_key,
            made.sign_count,
            label,
            self._clock.now(),
        )

    def check(self, site: Site, shown: Credential, known: Passkey) -> int:
        """The passkey's new count. Raise `NotSignedInError` where the answer does not prove it."""
        import webauthn
        from webauthn.helpers.exceptions import WebAuthnException

        challenge = self._answered(shown, None)
        try:
            proven = webauthn.verify_authentication_response(
                credential=dict(shown),
                expected_challenge=challenge,
                expected_rp_id=site.rp_id,
                expected_origin=site.origin,
                credential_public_key=known.public_key,
                credential_current_sign_count=known.sign_count,
                require_user_verification=True,
            )
        except (WebAuthnException, ValueError, KeyError, TypeError) as error:
            raise _unproven() from error
        return proven.new_sign_count

    # ------------------------------------------------------------------ challenges

    def _remember(self, challenge: bytes, associate_id: str | None) -> None:
        until_s = self._clock.monotonic() + ASKED_FOR_S
        with self._lock:
            self._asked[challenge] = Asked(challenge, associate_id, until_s)
            while len(self._asked) > ASKED_AT_MOST:
                self._asked.popitem(last=False)

    def _answered(self, shown: Credential, associate_id: str | None) -> bytes:
        """The challenge that this answers, which is used up by that."""
        import webauthn

        try:
            told = msgspec.json.decode(
                webauthn.base64url_to_bytes(shown["response"]["clientDataJSON"])
            )
            challenge = webauthn.base64url_to_bytes(told["challenge"])
        except (KeyError, TypeError, ValueError, msgspec.DecodeError) as error:
            raise _unproven() from error
        with self._lock:
            asked = self._asked.pop(challenge, None)
        if (
            asked is None
            or asked.associate_id != associate_id
            or asked.until_s < self._clock.monotonic()
        ):
            raise _unproven()
        return asked.challenge


def _unproven() -> NotSignedInError:
    return NotSignedInError("this passkey does not prove who you are", slug="wrong-code")


def _plain(options: str) -> dict[str, Any]:
    return msgspec.json.decode(options, type=dict[str, Any])


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
