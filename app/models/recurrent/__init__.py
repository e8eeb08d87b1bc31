"""The recurrent nets: their grammar, tokenizer, training, evaluation and shipped weights."""
