"""What the file says of itself: document information and XMP, the same bytes for the same edition."""

from __future__ import annotations

from dataclasses import dataclass
from xml.sax.saxutils import escape

from pikepdf import Dictionary, Name, Pdf, Stream, String

from layouts.assemble.provenance import Provenance

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/"
 xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part>
<dc:format>application/pdf</dc:format>
<dc:identifier>{identifier}</dc:identifier>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<dc:subject><rdf:Bag>{keywords}</rdf:Bag></dc:subject>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">{rights}</rdf:li></rdf:Alt></dc:rights>
<xmpRights:Marked>True</xmpRights:Marked>
<pdf:Keywords>{keyword_line}</pdf:Keywords>
<pdf:Producer>{producer}</pdf:Producer>
<xmp:CreatorTool>{creator}</xmp:CreatorTool>
<xmp:CreateDate>{date}T00:00:00Z</xmp:CreateDate>
<xmp:ModifyDate>{date}T00:00:00Z</xmp:ModifyDate>
<xmpMM:VersionID>{version}</xmpMM:VersionID>
{provenance}</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""


@dataclass(frozen=True)
class Metadata:
    """Title, author and the like, as the edition gives them; `date` is an ISO day."""

    title: str
    author: str
    subject: str
    keywords: tuple[str, ...]
    rights: str
    language: str
    date: str
    creator: str
    producer: str
    provenance: Provenance
    facing: bool = True  # whether pages are read by twos


def write_info(pdf: Pdf, metadata: Metadata, title: str, provenance: Provenance) -> None:
    """Write the document information dictionary; dates are midnight, UTC, of the edition's day."""
    day = f"D:{metadata.date.replace('-', '')}000000Z"
    told = {
        "Title": title,
        "Author": metadata.author,
        "Subject": metadata.subject,
        "Keywords": ", ".join(metadata.keywords),
        "Creator": metadata.creator,
        "Producer": metadata.producer,
        "CreationDate": day,
        "ModDate": day,
        **provenance.info,
    }
    pdf.docinfo = pdf.make_indirect(Dictionary({f"/{key}": String(value) for key, value in told.items()}))


def write_metadata(pdf: Pdf, metadata: Metadata) -> None:
    """Write Info, XMP (with the PDF/UA-1 identifier), language and viewer preferences."""
    provenance = metadata.provenance
    write_info(pdf, metadata, metadata.title, provenance)
    xmp = _XMP.format(
        title=escape(metadata.title),
        author=escape(metadata.author),
        subject=escape(metadata.subject),
        keywords="".join(f"<rdf:li>{escape(word)}</rdf:li>" for word in metadata.keywords),
        keyword_line=escape(", ".join(metadata.keywords)),
        language=metadata.language,
        rights=escape(metadata.rights),
        producer=escape(metadata.producer),
        creator=escape(metadata.creator),
        date=metadata.date,
        identifier=escape(provenance.identifier),
        version=escape(provenance.version),
        provenance=provenance.xmp,
    )
    pdf.Root.Metadata = Stream(pdf, xmp.encode(), Type=Name.Metadata, Subtype=Name.XML)
    pdf.Root.Lang = String(metadata.language)
    pdf.Root.MarkInfo = Dictionary(Marked=True)
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    pdf.Root.PageLayout = Name.TwoPageRight if metadata.facing else Name.SinglePage
    pdf.Root.PageMode = Name.UseOutlines
