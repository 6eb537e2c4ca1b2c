"""What our own agents share: the link to the boutique's broker, and what is kept until stored."""
