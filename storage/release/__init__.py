"""A release: what may go out, the working copy it is taken from, its file with views and questions, and merging."""
