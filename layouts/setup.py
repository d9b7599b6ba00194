"""From a layout and an edition to what assembly needs: furniture, tones, metadata."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

from book import french, typography
from book.model import Edition
from layouts.assemble import Assembly, Furniture, Margin, Metadata, Parallel, Tone
from layouts.assemble.provenance import Provenance
from layouts.layout import Layout
from layouts.palette import Palette

PRODUCER = f"WeasyPrint {version('weasyprint')}, pikepdf {version('pikepdf')}"
BOOK = "Livre"  # what the layout without a title of its own is called
CREATOR = "Fabriquer l’action sociale de demain, atelier d’édition"


def assembly_setup(layout: Layout, edition: Edition, palette: Palette, assets: Path) -> Assembly:
    """Gather what assembly needs; dates and words come from the edition, so the bytes follow from it alone."""
    return Assembly(
        furniture=Furniture(**layout.furniture),
        tones={name: Tone(**tone) for name, tone in layout.tones.items()},
        metadata=Metadata(
            title=f"{layout.title} · {edition.title}" if layout.title else edition.title,
            author=edition.author,
            subject=edition.subject,
            keywords=edition.keywords,
            rights=edition.rights,
            language=edition.language,
            date=edition.date,
            creator=CREATOR,
            producer=PRODUCER,
            provenance=Provenance(
                edition=edition.id,
                label=edition.label,
                version=edition.version,
                fingerprint=edition.fingerprint,
                corpus=edition.corpus_fingerprint,
                document=layout.title or BOOK,
            ),
            facing=layout.facing,
        ),
        palette=palette,
        fonts=assets / "fonts",
        covers=layout.covers,
        imprint=tuple(_said(words, edition) for words in layout.imprint),
        parallel=Parallel(Margin(**layout.margin)) if layout.margin else None,
    )


def _said(words: str, edition: Edition) -> str:
    """What an edition says of itself: its title, label, version and date put in the place of their names."""
    named = {"title": edition.title, "label": edition.label, "version": edition.version}
    return typography.typeset(words.format(**named, date=french.long_date(edition.date)))
