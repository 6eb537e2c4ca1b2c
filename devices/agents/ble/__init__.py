"""Our own Bluetooth gateway: a computer's adapters hear beacons, and the boutique is told."""
