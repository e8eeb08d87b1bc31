"""Heads & Gates: what a neural network attends to and what it remembers, with true numbers."""

__version__ = "0.1.0"
