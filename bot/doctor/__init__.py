"""What is well on this machine and what is not, each with its mend."""
