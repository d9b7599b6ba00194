"""What is said: the corpus, its model and the editions made of it. Knows nothing of paper."""
