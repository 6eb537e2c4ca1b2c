"""OpenMQTTGateway (github.com/1technophile/OpenMQTTGateway): {base}/{name}/BTtoMQTT/{address}.

The base is `home` unless the gateway was given another, of one level or two.
"""

from __future__ import annotations

from devices.beacons import theengs_shape
from devices.drivers import Driver

DRIVER = Driver(
    name="openmqttgateway",
    topics=(
        "+/+/BTtoMQTT/#",
        "+/+/LWT",
        "+/+/SYStoMQTT",
        "+/+/+/BTtoMQTT/#",
        "+/+/+/LWT",
        "+/+/+/SYStoMQTT",
    ),
    decode=theengs_shape.decode,
)
