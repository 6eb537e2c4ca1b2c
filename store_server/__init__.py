"""The boutique's edge server: the only room that knows all the others."""
