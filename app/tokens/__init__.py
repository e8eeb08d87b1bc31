"""Text to pieces with character spans, and lining up two tokenizers."""
