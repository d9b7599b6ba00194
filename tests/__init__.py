"""The tests; a package, so that they share what builds the book and what reads a PDF back."""
