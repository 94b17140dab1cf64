"""The past of a site: its windows, and dead sites through an archive."""
