"""Editions on the command line: listed, checked, begun, held against what they replaced."""
