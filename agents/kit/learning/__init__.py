"""Learning from what people say, by rules: one message in, what it teaches out. No model, no I/O."""
