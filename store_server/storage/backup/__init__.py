"""What the boutique knows, at one moment, in one sealed file; and back out of it."""
