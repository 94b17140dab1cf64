"""Is it a visit? From an article to a verdict with its reasons; pure."""
