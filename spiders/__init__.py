"""Where we look: one small file a site, facts only."""
