"""Templates of the client's own: placeholders are filled, and everything else stays as it is."""
