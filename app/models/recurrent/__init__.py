"""The recurrent nets that ship: the module, their tokenizer, weights and cards."""
