"""From a page that was read to its rows: its stages, whose copy it is, which visit it reports, and what is barred."""
