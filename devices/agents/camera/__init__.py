"""Our counting camera: numbers leave it, pictures do not."""
