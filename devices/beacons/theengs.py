"""Theengs Gateway (github.com/theengs/gateway) under its default name.

A gateway that was named otherwise is caught by the filters of `openmqttgateway`, whose shape is the
same; either way the name decides what the device is called, so that nothing is decoded twice.
"""

from __future__ import annotations

from devices.beacons import theengs_shape
from devices.drivers import Driver

DRIVER = Driver(
    name="theengs",
    topics=("home/TheengsGateway/BTtoMQTT/#", "home/TheengsGateway/LWT"),
    decode=theengs_shape.decode,
)
