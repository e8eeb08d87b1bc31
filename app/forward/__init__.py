"""Capturing attention from a forward pass, and unrolling recurrent cells."""
