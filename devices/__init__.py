"""Everything that speaks to a device: what leaves this room is a `Reading`."""
