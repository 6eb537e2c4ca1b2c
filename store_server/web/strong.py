"""How managers sign in: by passkey, or by password and a code that is good once.

Whoever has one of these no longer signs in by PIN alone. With `managers_strong` no manager or
operator does: on their newly paired browser they choose one, as others choose their PIN there.
"""

from __future__ import annotations

import threading
import unicodedata
from datetime import datetime, timedelta
from math import ceil
from typing import Literal, Protocol

from flask import Request

from store_server.account_ports import Accounts, PairedDevice
from store_server.audit_ports import FROM_ADDRESS, AuditLine
from store_server.domain.staff import Role
from store_server.ports import Clock
from store_server.settings import Settings
from store_server.strong_ports import Passkey, Password
from store_server.views import AssociateView
from store_server.web import one_time, tokens
from store_server.web.auth import Gate, pin_lock
from store_server.web.callers import OnDevice, SignedIn
from store_server.web.passkeys import Credential, Passkeys, Site
from store_server.web.problems import (
    InvalidInputError,
    NotSignedInError,
    ProblemError,
    TooManyError,
)
from store_server.web.throttle import Throttle
from store_server.web.weak_passwords import FEWEST_LETTERS, SHORTEST, is_weak

Standing = Literal["none", "needed", "set"]

ROLES = frozenset({Role.MANAGER, Role.OPERATOR})
CHOSEN_WITHIN = timedelta(minutes=10)
PROVEN_FOR = timedelta(minutes=5)  # a way in is added or removed by whoever was just proven
PROOFS_AT_MOST = 1000
_NOBODYS = "$argon2id$v=19$m=65536,t=3,p=4$AAAAAAAAAAAAAAAAAAAAAA$" + "A" * 43  # takes as long


class Proof(Protocol):
    """What somebody shows; one of these ways."""

    @property
    def credential(self) -> Credential | None: ...
    @property
    def password(self) -> str: ...
    @property
    def code(self) -> str: ...
    @property
    def pin(self) -> str | None: ...


class StrongSignIn:
    """Checks passkeys, passwords and codes; who is let in is paired and has a session by `Gate`."""

    def __init__(self, settings: Settings, gate: Gate, accounts: Accounts, clock: Clock) -> None:
        self._settings = settings
        self._gate = gate
        self._accounts = accounts
        self._clock = clock
        self._passkeys = Passkeys(clock, settings.brand_name)
        self._failures = Throttle(clock, failures=10, within_s=600)
        self._chosen: dict[str, tuple[str, float]] = {}  # secrets that are to be confirmed
        self._proven_at: dict[str, datetime] = {}  # when, by the session's id
        self._tries = threading.Lock()  # else guesses sent at once would all count as the first

    # ------------------------------------------------------------------ must it be strong?

    def standing(self, associate: AssociateView) -> Standing:
        """Whether somebody has more than a PIN, or needs it and has not chosen it yet."""
        if associate.role not in ROLES:
            return "none"
        has = self._accounts.passkeys_of(associate.id) or self._accounts.password_of(associate.id)
        if has:
            return "set"
        return "needed" if self._settings.managers_strong else "none"

    def refuse_pin_alone(self, associate: AssociateView) -> None:
        """Raise `NotSignedInError` where a PIN is not enough for them."""
        standing = self.standing(associate)
        if standing != "none":
            raise NotSignedInError(
                "sign in with a passkey, or with password and code",
                slug="strong-needed",
                extra={"strong": standing},
            )

    def may_choose(
        self, caller: SignedIn | OnDevice, associate: AssociateView, pin: str | None
    ) -> None:
        """Raise a problem where this caller may not add a way in for this associate."""
        if isinstance(caller, SignedIn):
            self.need_proof(caller)
            return
        if self.standing(associate) == "set":
            raise NotSignedInError("sign in first", slug="strong-needed", extra={"strong": "set"})
        if self._accounts.pin_of(associate.id).hash is not None:
            if pin is None:
                raise InvalidInputError("the PIN that was used so far", field="pin")
            self._gate.check_pin(associate.id, pin)

    # ------------------------------------------------------------------ passkeys

    def site(self, request: Request) -> Site:
        """Of the house's own address; where it has none, of the one that was asked."""
        return Site.of(self._settings.public_url or request.host_url)

    def ask_for_passkey(self, site: Site, associate: AssociateView) -> dict[str, object]:
        known = self._accounts.passkeys_of(associate.id)
        return self._passkeys.ask_for_new(site, associate.id, associate.display_name, known)

    def ask_who(self, site: Site) -> dict[str, object]:
        return self._passkeys.ask_who(site)

    def add_passkey(self, site: Site, associate_id: str, shown: Credential, label: str) -> Passkey:
        made = self._passkeys.make(site, associate_id, shown, label)
        self._accounts.add_passkey(made, self._deed(associate_id, "passkey.added", associate_id))
        return made

    def by_passkey(self, site: Site, shown: Credential, request: Request) -> str:
        """Whose passkey it is. Raise `NotSignedInError` or `TooManyError`."""
        address = self._gate.address(request)
        self._failures.check(address)
        known = self._accounts.passkey(str(shown.get("id", "")))
        try:
            if known is None:
                raise NotSignedInError("this passkey is not known here", slug="wrong-code")
            count = self._passkeys.check(site, shown, known)
        except NotSignedInError:
            self._failures.note(address)
            whom = known.associate_id if known else ""
            self._accounts.audit_all(
                [self._deed(f"{FROM_ADDRESS}{address}", "passkey.refused", whom)]
            )
            raise
        self._accounts.use_passkey(known.id, count, self._clock.now())
        return known.associate_id

    # ------------------------------------------------------------------ password and code

    def begin_password(self, associate_id: str, login: str) -> tuple[str, str]:
        """A new secret for the authenticator, and the address that its QR code holds."""
        secret = one_time.new_secret()
        until_s = self._clock.monotonic() + CHOSEN_WITHIN.total_seconds()
        self._chosen[associate_id] = (secret, until_s)
        return secret, one_time.address(secret, login, self._settings.brand_name)

    def set_password(self, associate_id: str, login: str, password: str, code: str) -> list[str]:
        """Keep it, once a code proves that the authenticator has the secret; the recovery codes."""
        login, password = as_login(login), as_password(password)
        refuse_weak(password, login, self._settings.brand_name)
        secret, until_s = self._chosen.get(associate_id, ("", 0.0))
        if until_s < self._clock.monotonic():
            raise ProblemError("begin anew: it took too long", slug="conflict")
        step = one_time.step_of(secret, code, self._clock.now())
        if step is None:
            raise InvalidInputError("not the code that is shown now", field="code")
        codes = one_time.new_recovery_codes()
        self._accounts.set_password(
            Password(associate_id, login, tokens.hash_pin(password), secret, step),
            [one_time.fingerprint(associate_id, one) for one in codes],
            self._deed(associate_id, "password.set", associate_id),
        )
        self._chosen.pop(associate_id, None)
        return codes

    def by_password(self, login: str, password: str, code: str, request: Request) -> str:
        """Whose they are. Raise `NotSignedInError` or `TooManyError`."""
        address = self._gate.address(request)
        self._failures.check(address)
        with self._tries:
            kept = self._accounts.password_by_login(as_login(login))
            try:
                return self._proven(kept, as_password(password), code)
            except NotSignedInError:
                self._failures.note(address)
                self._note_failure(kept, address)
                raise

    def _proven(self, kept: Password | None, password: str, code: str) -> str:
        now = self._clock.now()
        if kept is not None and kept.blocked_until is not None and kept.blocked_until > now:
            raise TooManyError(ceil((kept.blocked_until - now).total_seconds()))
        fits = tokens.pin_fits(password, kept.hash if kept else _NOBODYS)
        if kept is None or not fits or not self._code_fits(kept, code):
            raise NotSignedInError("name, password or code is wrong", slug="wrong-code")
        if kept.failures:
            self._accounts.clear_password_failures(kept.associate_id)
        return kept.associate_id

    def _code_fits(self, kept: Password, code: str) -> bool:
        whose = kept.associate_id
        if one_time.read_recovery_code(code) is not None:
            line = self._deed(whose, "recovery-code.used", whose)
            return self._accounts.take_recovery_code(whose, one_time.fingerprint(whose, code), line)
        step = one_time.step_of(kept.totp_secret, code, self._clock.now())
        return step is not None and self._accounts.take_totp_step(whose, step)

    def _note_failure(self, kept: Password | None, address: str) -> None:
        line = self._deed(
            f"{FROM_ADDRESS}{address}", "password.wrong", kept.associate_id if kept else ""
        )
        if kept is None:
            self._accounts.audit_all([line])
            return
        lock = pin_lock(kept.failures + 1)
        until = None if lock is None else line.at + lock
        self._accounts.note_password_failure(kept.associate_id, until, line)

    # ------------------------------------------------------------------ once more, to be sure

    def is_proven(self, caller: SignedIn) -> bool:
        """Whether it was shown in the last minutes who this is: by signing in, or anew."""
        session = caller.session
        proven_at = max(session.created_at, self._proven_at.get(session.id, session.created_at))
        return self._clock.now() - proven_at < PROVEN_FOR

    def need_proof(self, caller: SignedIn) -> None:
        """Raise `ProblemError` where a session is all that there is: it may be a screen that was
        left alone."""
        if not self.is_proven(caller):
            raise ProblemError("prove first that it is you", slug="proof-needed")

    def prove(
        self, caller: SignedIn, associate: AssociateView, proof: Proof, request: Request
    ) -> None:
        """Raise `NotSignedInError` where the proof is no proof. A PIN is one for whoever has
        nothing stronger."""
        if proof.credential is not None:
            self.prove_by_passkey(associate.id, self.site(request), proof.credential, request)
        elif proof.password:
            self.prove_by_password(associate.id, proof.password, proof.code, request)
        elif proof.pin is not None and self.standing(associate) == "none":
            self._gate.check_pin(associate.id, proof.pin)
        else:
            raise InvalidInputError("a passkey, or your password and a code", field="password")
        now = self._clock.now()
        lasting = {one: at for one, at in self._proven_at.items() if now - at < PROVEN_FOR}
        while len(lasting) >= PROOFS_AT_MOST:
            del lasting[next(iter(lasting))]
        self._proven_at = lasting | {caller.session.id: now}

    def prove_by_passkey(
        self, associate_id: str, site: Site, shown: Credential, request: Request
    ) -> None:
        """Raise `NotSignedInError` where it is not this person's; a session is no proof."""
        if self.by_passkey(site, shown, request) != associate_id:
            raise NotSignedInError("this passkey is somebody else's", slug="wrong-code")

    def prove_by_password(
        self, associate_id: str, password: str, code: str, request: Request
    ) -> None:
        """Raise `NotSignedInError` where one is wrong, or where they have chosen none."""
        kept = self._accounts.password_of(associate_id)
        self.by_password(kept.login if kept else "", password, code, request)

    # ------------------------------------------------------------------ coming in

    def device_for(
        self, request: Request, associate_id: str, label: str
    ) -> tuple[PairedDevice, str]:
        """This browser as theirs; with a token where it is newly so, without where it was."""
        known = self._gate.device(request, "associate")
        if known is not None and known.associate_id == associate_id:
            return known, ""
        token, now = tokens.new_token(), self._clock.now()
        device_id = self._accounts.add_paired_device(
            "associate", associate_id, None, tokens.fingerprint(token), label, now
        )
        return PairedDevice(device_id, "associate", associate_id, None, label, now), token

    def _deed(self, who: str, what: str, whom: str) -> AuditLine:
        return AuditLine(who, what, whom, self._clock.now())


def as_login(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).split()).casefold()


def as_password(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def refuse_weak(password: str, login: str, brand: str) -> None:
    """Raise `InvalidInputError`: long, of some variety, and not what anybody would try first."""
    if is_weak(password, login, brand):
        raise InvalidInputError(
            f"at least {SHORTEST} letters, {FEWEST_LETTERS} of them different, neither your name "
            "nor the house's in it, and not what anybody would try first",
            field="password",
        )
