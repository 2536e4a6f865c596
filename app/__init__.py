"""Puts the rooms together: settings, command line, web application, processes."""
