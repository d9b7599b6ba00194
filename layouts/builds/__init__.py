"""What builds are, once they are files: where one comes from, and what changed from one to another."""
