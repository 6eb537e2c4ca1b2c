"""A scanner made of a computer: a camera, a hand scanner on USB or on a serial line."""
