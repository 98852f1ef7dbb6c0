"""The facts that agents ask for, and how they are asked for."""
