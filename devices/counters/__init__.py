"""What the makers of counting cameras have in common: loose JSON, odd times, names of ways."""
