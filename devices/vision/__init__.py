"""What is seen: codes to be read and people to be counted. Pictures never leave this room."""
