"""What people do together on what was delivered: approvals, comments, tasks, and who is told of them."""
