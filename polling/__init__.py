"""When to ask a site again: its rhythm, the next poll with its reason, and what is expected of it by now."""
