"""Measurements, as ratios within one run: absolute times are printed beside them and hold for one machine only."""
