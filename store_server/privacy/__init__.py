"""What people are told of their data: the register, the page behind the sign, the sign itself."""
