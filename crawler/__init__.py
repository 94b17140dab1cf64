"""From a site's facts to its articles: the Scrapy project."""
