"""Small documents with one fault each, and the sentences that the preflight must say of them."""
