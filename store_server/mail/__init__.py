"""Letters to guests: put into words, and given to the mail server."""
