"""The registry of models; fetching, verifying and loading their weights; the recurrent nets."""
