"""What is printed: its typefaces, and what every printed page begins and ends with."""
