"""What the conversation puts into memory and takes out of it."""
