"""The commands, one module for each of the things people do with the tool."""
