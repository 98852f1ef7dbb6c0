"""Interviews with personas: their guide, their turns, what a persona may say, and what is made of it."""
