"""The SQLite file itself: opening, locking, backing up, restoring, and the room that it has."""
