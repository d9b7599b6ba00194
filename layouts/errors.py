"""What goes wrong once the corpus is sound: a page that cannot be delivered."""


class LayoutError(Exception):
    """A section, its assembly or a finishing is at fault; the message says where, in French."""
