"""Makes the recurrent nets: grammar, corpus, tokenizer, training, evaluation. Serving imports none of it."""
