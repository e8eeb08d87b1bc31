"""What a Transformer attends to, recorded: by torch and transformers alone, of any model, loaded or not yet."""
