"""Counts people who cross lines and stay in zones, from pictures that are never kept."""
