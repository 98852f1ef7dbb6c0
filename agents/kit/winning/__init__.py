"""Quick wins: rules over the account's own figures and the user's words, and what came of them."""
