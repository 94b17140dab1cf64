"""What a site lists: its feeds, sitemaps, listings, searches and WordPress answers as links and candidates."""
