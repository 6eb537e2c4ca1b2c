"""A device's next certificate: it asks for it on its own topic, and hears it with its commands.

Who it is, the broker has proved: nobody else may speak there. A suspended device is not heard.
"""

from __future__ import annotations

from typing import Any

import msgspec

from store_server.device_messages import RenewCertificate
from store_server.device_ports import Authority, Line, RegisteredDevice, RequestError
from store_server.handlers.desk import Desk, Work
from store_server.handlers.device_register import command_topic
from store_server.ports import NotFoundError

AT_MOST = 4  # that hold at once: the old, the new, and an answer or two that were lost
HEARD_EVERY_S = 60.0  # a device that asks more often is not answered


class CertifyDevices:
    def __init__(self, desk: Desk, line: Line, boutique: str, authority: Authority | None) -> None:
        self._desk = desk
        self._line = line
        self._boutique = boutique
        self._authority = authority
        self._heard_s: dict[str, float] = {}

    def renew(self, command: RenewCertificate) -> None:
        now_s = self._desk.clock.monotonic()
        if now_s - self._heard_s.get(command.device_id, -HEARD_EVERY_S) < HEARD_EVERY_S:
            return
        self._heard_s[command.device_id] = now_s
        with self._desk.work() as work:
            try:
                device = work.uow.devices.get(command.device_id)
            except NotFoundError:
                return
            answer = self._answer(work, device, command)
            topic = command_topic(self._boutique, device.hardware)
            said = msgspec.json.encode({"id": command.asked, "do": "certificate", **answer})
            work.after(lambda: self._line.publish(topic, said))

    def _answer(
        self, work: Work, device: RegisteredDevice, command: RenewCertificate
    ) -> dict[str, Any]:
        keys = work.uow.devices.keys_of(device.id)
        if self._authority is None or device.suspended or not (keys and keys.by_certificate):
            return {"refused": "this device does not come in by certificate"}
        if work.uow.devices.certificates(device.hardware, work.at) >= AT_MOST:
            return {"refused": "it has too many certificates that hold"}
        try:
            certificate = certify(work, self._authority, device.hardware, command.request)
        except RequestError as error:
            return {"refused": str(error)}
        work.record("DeviceCertified", device=device.id)
        return {"certificate": certificate}


def certify(work: Work, authority: Authority, hardware: str, request: str) -> str:
    """The certificate, noted so that it can be taken back. Raises `RequestError`."""
    issued = authority.sign(request, hardware, work.at)
    work.uow.devices.note_certificate(hardware, issued.serial, work.at, issued.expires_at)
    return issued.certificate
