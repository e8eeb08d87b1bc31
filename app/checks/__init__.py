"""What is refused before any work is done on it, and with which words."""
