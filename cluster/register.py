"""Makes every site known to the store, with its hosts, before any is read: in a process of its own, since sites are
Scrapy's spiders, which no worker loads."""

from __future__ import annotations

import logging
import sys
from datetime import UTC, datetime

import config as settings
from crawler.run import site_class
from storage import sites
from storage.database import StorageError, open_store

log = logging.getLogger("jujugan")


def main() -> None:
    """Raises ConfigError and StorageError."""
    config = settings.load()
    with open_store(config, create=True) as db:
        known = sites.watched(db)
        found = {name: _hosts(name) for name in settings.site_names()}
        with db.write():
            for name, hosts in found.items():
                if hosts is not None and (name not in known or known[name].hosts != hosts):
                    sites.register(db, name, hosts, datetime.now(UTC))


def _hosts(name: str) -> tuple[str, ...] | None:
    """The hosts of a site; None where its file is broken, which its first run tells."""
    try:
        return site_class(name).facts.hosts
    except (ImportError, SyntaxError) as error:
        log.error("spiders/%s.py cannot be read: %s", name, error)
        return None


if __name__ == "__main__":
    try:
        main()
    except (settings.ConfigError, StorageError) as error:  # whoever started this tells its last line
        sys.exit(str(error))
