"""Scanners of codes and tags, one dialect a file."""
