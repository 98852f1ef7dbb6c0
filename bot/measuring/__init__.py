"""Numbers read from the platforms themselves: connections, and what is pulled through them."""
