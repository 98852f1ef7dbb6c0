"""The frameworks of business strategy: one file each, pure functions over typed bodies."""
