"""Reads loaded models: attention, predictions and states of Transformers; gates and states of recurrent cells."""
