"""What the tables hold of people: told, erased and forgotten by one list (`holdings`)."""
