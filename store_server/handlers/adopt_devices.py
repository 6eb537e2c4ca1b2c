"""Taking devices in: our agents by a code, bought ones by the manager; each gets its keys."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from typing import Any

from store_server.device_messages import (
    AdoptByCode,
    AdoptDevice,
    Adopted,
    DeviceChanged,
    NewKeys,
    OfferAdoption,
    RenewKeys,
)
from store_server.device_ports import (
    AdoptionCode,
    Authority,
    DeviceKeys,
    RegisteredDevice,
    RequestError,
)
from store_server.domain.device import free_name, may_stand_in, topic_trouble
from store_server.handlers.certify_devices import certify
from store_server.handlers.desk import Desk, Work
from store_server.handlers.device_register import OUR_OWN, DeviceRegister, topics_of
from store_server.passwords import hash_password, new_password
from store_server.ports import ConflictError, NotFoundError

PUSH_TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True)
class AdoptDevices:
    """Each method handles the command of its name."""

    desk: Desk
    register: DeviceRegister
    boutique: str
    authority: Authority | None = None  # none: this broker takes no certificates

    def offer(self, command: OfferAdoption) -> str:
        wishes: dict[str, Any] = {
            "name": command.name,
            "zone": command.zone,
            "at": command.at,
            "replaces": command.replaces,
        }
        with self.desk.work() as work:
            if command.replaces is not None:
                work.uow.devices.get(command.replaces)
            code_id = work.uow.devices.offer(
                command.code_hash, command.expires_at, wishes, command.by_id
            )
            work.audit(command.by_id, "device.offered", command.replaces or code_id)
        return code_id

    def by_code(self, command: AdoptByCode) -> Adopted:
        """The code is used and the device is ours in one transaction."""
        with self.desk.work() as work:
            code = work.uow.devices.offered(command.code_hash, work.at)
            if code is None:
                raise NotFoundError("this code is wrong, used up or expired")
            devices = work.uow.devices.everyone()
            taken = frozenset(one.id for one in devices) | {one.hardware for one in devices}
            hardware = free_name(command.proposed or command.kind.replace("_", "-"), taken)
            said = {
                "kind": command.kind,
                "dialect": OUR_OWN,
                "model": command.model,
                "firmware": command.firmware,
            }
            device_id = self._admit(work, code, hardware, said)
            work.uow.devices.use(code.id, device_id)
            if command.request is not None and self.authority is not None:
                keys = self._certify(work, self.authority, device_id, hardware, command.request)
            else:
                keys = self._give_keys(work, device_id, hardware, account=True)
            self._taken_in(work, device_id, hardware, code.by_id)
        return Adopted(device_id, hardware, keys)

    def adopt(self, command: AdoptDevice) -> Adopted:
        for topic in command.topics:
            if (trouble := topic_trouble(topic)) is not None:
                raise ConflictError(f"{topic}: {trouble}")
        with self.desk.work() as work:
            if work.uow.devices.by_hardware(command.hardware) is not None:
                raise ConflictError("this device is adopted already")
            waiting = work.uow.devices.waiting(command.hardware)
            said = {
                "kind": command.kind or (waiting.kind if waiting else ""),
                "dialect": command.dialect or (waiting.dialect if waiting else ""),
                "model": waiting.model if waiting else None,
                "firmware": waiting.firmware if waiting else None,
            }
            taken = frozenset(one.id for one in work.uow.devices.everyone())
            device_id = free_name(command.hardware, taken)
            work.uow.devices.add(device_id, command.hardware, said)
            self._place(work, device_id, command.name, command.zone, command.at)
            keys = self._give_keys(
                work,
                device_id,
                command.hardware,
                account=bool(command.topics) or said["dialect"] == OUR_OWN,
                topics=command.topics,
                push=command.push,
            )
            self._taken_in(work, device_id, command.hardware, command.by_id)
        return Adopted(device_id, command.hardware, keys)

    def renew(self, command: RenewKeys) -> Adopted:
        with self.desk.work() as work:
            device = work.uow.devices.get(command.device_id)
            before = work.uow.devices.keys_of(device.id)
            if before is None and device.dialect != OUR_OWN:
                raise ConflictError("this device has no keys: it was adopted without any")
            keys = self._give_keys(
                work,
                device.id,
                device.hardware,
                account=before is None or before.username is not None,
                topics=before.topics if before else (),
                push=before is not None and before.push_hash is not None,
            )
            work.record("DeviceKeysRenewed", device=device.id, by=command.by_id)
            work.audit(command.by_id, "device.keys", device.id)
            work.uow.devices.mark_changed()
            work.after(self.register.read)
        return Adopted(device.id, device.hardware, keys)

    def _admit(self, work: Work, code: AdoptionCode, hardware: str, said: dict[str, Any]) -> str:
        """A new device, or the new hardware of one that is replaced; answers its id."""
        wishes = code.wishes
        if wishes.get("replaces") is None:
            work.uow.devices.add(hardware, hardware, said)
            self._place(work, hardware, wishes["name"], wishes["zone"], wishes["at"])
            return hardware
        device = work.uow.devices.get(str(wishes["replaces"]))
        stand_in(work, device, hardware, said)
        self._place(work, device.id, wishes["name"], wishes["zone"], wishes["at"])
        return device.id

    def _place(self, work: Work, device_id: str, name: Any, zone: Any, at: Any) -> None:
        fields: dict[str, Any] = {}
        if name:
            fields["name"] = name
        if zone:
            fields["zone"] = zone
        if at:
            fields["x"], fields["y"] = at
        work.uow.places.save_device(device_id, fields)

    def _give_keys(
        self,
        work: Work,
        device_id: str,
        hardware: str,
        *,
        account: bool,
        topics: tuple[str, ...] = (),
        push: bool = False,
    ) -> NewKeys:
        """Those of before are void."""
        work.uow.devices.void_certificates(hardware, work.at)
        password = new_password() if account else ""
        token = secrets.token_urlsafe(PUSH_TOKEN_BYTES) if push else ""
        if account or push:
            work.uow.devices.set_keys(
                DeviceKeys(
                    device_id,
                    username=hardware if account else None,
                    password_hash=hash_password(password) if account else None,
                    topics=topics,
                    push_hash=hashlib.sha256(token.encode()).hexdigest() if push else None,
                )
            )
        publish, subscribe = topics_of(self.boutique, hardware, topics) if account else ((), ())
        return NewKeys(hardware if account else "", password, publish, subscribe, token)

    def _certify(
        self, work: Work, authority: Authority, device_id: str, hardware: str, request: str
    ) -> NewKeys:
        """An account without a password: whoever holds the key that was signed is the device."""
        work.uow.devices.void_certificates(hardware, work.at)  # of one that was called so before
        work.uow.devices.set_keys(DeviceKeys(device_id, username=hardware))
        try:
            certificate = certify(work, authority, hardware, request)
        except RequestError as error:
            raise ConflictError(str(error)) from error
        publish, subscribe = topics_of(self.boutique, hardware, ())
        return NewKeys(hardware, "", publish, subscribe, certificate=certificate)

    def _taken_in(self, work: Work, device_id: str, hardware: str, by_id: str | None) -> None:
        work.uow.devices.stop_waiting(hardware)
        work.uow.devices.mark_changed()
        work.record("DeviceAdopted", device=device_id, hardware=hardware, by=by_id)
        work.audit(by_id, "device.adopted", device_id)
        work.tell(DeviceChanged(device_id, "adopted", work.at))
        work.after(self.register.read)


def stand_in(work: Work, device: RegisteredDevice, hardware: str, said: dict[str, Any]) -> None:
    """Other hardware takes a device's place; what the old one was and felt is no longer so."""
    if not may_stand_in(device.kind, str(said["kind"])):
        raise ConflictError(f"a {said['kind']} cannot take the place of a {device.kind}")
    for device_id, kind in work.uow.device_records.open_alarms():
        if device_id == device.id:
            work.uow.device_records.end_alarm(device.id, kind, work.at)
    unsaid = dict.fromkeys(
        (
            "suspended_at",
            "last_heard_at",
            "battery_pct",
            "uptime_s",
            "temperature_c",
            "lens",
            "fps",
            "outbox_pct",
            "dropped",
            "health_at",
            "pauses_s",
        )
    )
    work.uow.devices.drop_keys(device.id)
    work.uow.devices.void_certificates(device.hardware, work.at)
    work.uow.devices.change_hardware(device.id, hardware, {**unsaid, **said, "state": "unknown"})
    work.record("DeviceReplaced", device=device.id, before=device.hardware, after=hardware)
