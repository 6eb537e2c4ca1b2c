"""Changes a device's row and says so in the journal."""

from __future__ import annotations

from store_server.commands.boutique import open_boutique


def amend(device: str, **fields: str) -> None:
    with open_boutique() as boutique, boutique.store.begin() as uow:
        uow.places.save_device(device, dict(fields))
        uow.journal.write("DeviceAmended", {"device": device}, boutique.clock.now())
        uow.commit()
