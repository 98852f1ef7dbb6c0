"""What is remembered, as it is asked for and told."""
