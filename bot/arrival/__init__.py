"""How people, channels and their first words come in."""
