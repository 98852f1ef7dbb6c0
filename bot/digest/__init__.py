"""What somebody is told regularly of a place: when, of what, and how it is sent."""
