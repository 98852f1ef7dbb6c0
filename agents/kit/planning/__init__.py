"""Marketing plans: what is known is gathered, tactics are weighed, money is divided, and everything says why."""
