"""The way in: an MQTT message becomes a reading, and a reading becomes a command."""
