"""Which agent a message is for."""
