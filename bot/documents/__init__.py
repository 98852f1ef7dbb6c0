"""Outputs as files: one neutral paper, and what is made of it."""
