"""The page on which editors see what was flagged and how each site fares."""
