"""What the house does when asked: one use case a file."""
