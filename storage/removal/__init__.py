"""Taking out what may no longer be held: texts, names and bytes, and what keeps them away."""
