"""What the bot does itself, without an agent."""
