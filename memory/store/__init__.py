"""All queries: plain functions that take a unit of work, one module for each kind of thing."""
