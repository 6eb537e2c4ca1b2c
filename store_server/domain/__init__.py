"""The boutique in its own words: pure Python, no framework, no I/O."""
