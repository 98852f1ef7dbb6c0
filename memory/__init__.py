"""What Stratum knows, and the only room with SQL: every read and write runs inside a scope."""
