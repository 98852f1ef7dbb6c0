"""Writing copy: briefs, proofs, templates, a model where there is one, and the piece of content that comes of it."""
