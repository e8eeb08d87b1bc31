"""The registry of models, fetching and verifying their weights, loading, and the recurrent nets."""
