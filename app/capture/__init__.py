"""Records what a Transformer attends to. Needs only torch and transformers, and works with any model."""
