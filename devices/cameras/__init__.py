"""Cameras and sensors that count people, one dialect a file."""
