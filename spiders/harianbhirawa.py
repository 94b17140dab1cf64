"""Harian Bhirawa: an East Java daily on WordPress."""

from crawler.facts import wordpress_site
from crawler.site import NewsSite


class Harianbhirawa(NewsSite):
    name = "harianbhirawa"
    facts = wordpress_site("https://www.harianbhirawa.co.id", query="banyuwangi")
