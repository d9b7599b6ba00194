"""A document that is laid out again at each save, shown in a browser on this machine."""
