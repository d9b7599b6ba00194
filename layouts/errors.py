"""What goes wrong once the corpus is sound: a page that cannot be delivered, a file that cannot be written."""


class LayoutError(Exception):
    """A section, its assembly or a finishing is at fault; the message says where, in French."""

    opening = "La mise en page est refusée, rien n’a été écrit."
    """What is said before the message, where it ends a command."""


class UnwrittenError(LayoutError):
    """The machine does not let files be written; those of before are left as they were."""

    opening = "Les fichiers n’ont pas pu être écrits ; ceux d’avant sont restés en place."
