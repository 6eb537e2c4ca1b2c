"""A boutique that does not exist: its people, what they are told, and the table that opens it."""
