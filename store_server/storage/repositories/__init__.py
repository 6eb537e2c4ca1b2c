"""What handlers write through, a subject a file; each works in the transaction it is given."""
