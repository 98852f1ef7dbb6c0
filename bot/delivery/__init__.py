"""From what was heard to what is posted: kept first, answered once, in order."""
