"""What one page holds: its tree and metadata, title, date, authors and text, and why it is no article."""
