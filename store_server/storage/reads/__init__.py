"""What the screens are shown, a subject a file; each reads on the connection it is given."""
