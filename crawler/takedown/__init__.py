"""Taking texts and names out of all that the installation holds."""
