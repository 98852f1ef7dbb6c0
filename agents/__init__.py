"""Those who think: an `Ask` goes in, an `AgentResult` comes out; no SQL, no vendor, no other agent."""
