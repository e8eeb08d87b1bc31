"""What is derived from the captured numbers, one file an idea."""
