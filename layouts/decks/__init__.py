"""The deck of cards: its formats, the fitting of its texts, its chain from an edition to files."""
