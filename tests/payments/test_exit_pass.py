"""What the guard's phone reads without a network is what is signed here."""

from __future__ import annotations

from datetime import UTC, datetime

from payments.exit_pass import ExitPass, ExitSigner, boutique_tag, read

# kiosk_ui/tests/exit-gate.test.ts reads the same text.
ON_THE_PHONE = (
    "8f6BsGwT6gAAACoDF17G3GrSKrEK8UIeZGDcTpiqYnNzwOUrFPaqeL3u55CjvqQCyJKloCSTtMcoa6ve9svcFkIcRhQx"
    "gb5Ry0JEJOCKBA"
)
UNTIL = datetime(2026, 11, 29, 14, 30, tzinfo=UTC)


def test_the_phone_and_the_house_read_one_text() -> None:
    signer = ExitSigner.of(bytes([7] * 32), "paris-01")
    assert signer.sign(ExitPass(42, 3, UNTIL)) == ON_THE_PHONE
    assert read(ON_THE_PHONE, [signer.public], "paris-01", UNTIL) == ExitPass(42, 3, UNTIL)
    assert boutique_tag("paris-01").hex() == "b06c13ea"
