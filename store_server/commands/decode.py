"""`accueil decode`: what the server would understand of one MQTT message, whatever the vendor."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

import click

from store_server.commands.printing import json_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

CHUNK_BYTES = 1 << 16
MOST_KEPT_BYTES = 1 << 26


@click.command("decode")
@click.argument("topic")
@click.argument("file", type=click.File("rb"), default="-")
def command(topic: str, file: BinaryIO) -> None:
    """What the server understands of a device's message.

    TOPIC is the MQTT topic on which the message came, FILE holds its payload as it is: bytes, not
    only JSON. Without FILE the payload is read from standard input.

    Prints one JSON line a reading, or {"quarantine": "reason"} for a message that cannot be read.
    A message that is understood and says nothing to us prints nothing. The exit status is 0 unless
    the call itself is wrong.

    \b
    Examples:
      accueil decode accueil/v1/paris-1/salon-1/sighting message.json
      mosquitto_sub -C 1 -t home/TheengsGateway/BTtoMQTT/AABBCCDDEEFF |
          accueil decode home/TheengsGateway/BTtoMQTT/AABBCCDDEEFF
    """
    json_lines(_described(topic, _read(file)))


def _read(file: BinaryIO) -> bytes:
    """All of it is read, so that no writer finds a closed pipe; what is too large is not kept."""
    kept = bytearray()
    while chunk := file.read(CHUNK_BYTES):
        if len(kept) < MOST_KEPT_BYTES:
            kept += chunk
    return bytes(kept)


def _described(topic: str, payload: bytes) -> Iterator[dict[str, object]]:
    from devices.decoding import decode, describe
    from devices.drivers import UnreadableError

    try:
        readings = decode(topic, payload)
    except UnreadableError as error:
        yield describe(error)
        return
    except Exception as error:  # noqa: BLE001 - as the server does: a faulty driver stops nobody
        yield {"quarantine": f"the driver failed on it ({type(error).__name__})"}
        return
    if not readings:
        click.echo("Understood; there is nothing in it for us.", err=True)
    for reading in readings:
        yield describe(reading)
