"""The press at large: news searches for pages that belong to no watched site."""
