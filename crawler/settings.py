"""What Scrapy loads for `scrapy list` and `scrapy crawl SITE`: the installation's configuration as settings."""

from config import load
from crawler.manners import scrapy_settings

globals().update(scrapy_settings(load()))
