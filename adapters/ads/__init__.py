"""Ad platforms and analytics, read: one file each, one client, no vendor's SDK."""
