"""What can keep a page from being read, each named after the situation."""

from __future__ import annotations

from scrapy.exceptions import DownloadFailedError, IgnoreRequest

# What is known again in what a run tells of a source: robots.txt forbids it, or its host's name leads nowhere.
FORBIDS = "robots.txt forbids it"
NO_ADDRESS = "unreachable: no address for"


class ForGood(IgnoreRequest):
    """Asking again would give the same."""


class OfTheHost(Exception):
    """Concerns everything on one host, which the message names."""


class Refused(ForGood):
    """An address that this crawl does not ask for: not the site's, or none of the public internet."""


class Forbidden(ForGood):
    """robots.txt asks us not to read this."""


class TooBig(ForGood):
    """An answer larger than a page may be, as sent or once unpacked."""


class RedirectLoop(IgnoreRequest):
    """An address that redirects more often than a page needs to."""


class Unreachable(OfTheHost, DownloadFailedError):
    """No connection."""


class RobotsUnreadable(OfTheHost, IgnoreRequest):
    """robots.txt could not be read, so nothing of its host may be."""


class HostPaused(OfTheHost, IgnoreRequest):
    """The host asked not to be asked again for longer than a run waits."""
