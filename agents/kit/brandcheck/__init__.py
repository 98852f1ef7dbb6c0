"""The brand check: any text against guidelines, proofs, platform limits and legal packs, computed."""
