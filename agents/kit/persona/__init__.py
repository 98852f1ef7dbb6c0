"""Personas: who buys, read out of what was told, measured and delivered."""
