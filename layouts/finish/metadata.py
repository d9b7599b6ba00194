"""What a finished file says of itself, the same bytes for the same edition: Info, XMP, output intent."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import replace
from xml.sax.saxutils import escape

from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from layouts.assemble.metadata import Metadata, write_info
from layouts.printer import Printer

X4 = "PDF/X-4"
REGISTRY = "http://www.color.org"

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"
 xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/">
{extra}<dc:format>application/pdf</dc:format>
<dc:identifier>{identifier}</dc:identifier>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">{rights}</rdf:li></rdf:Alt></dc:rights>
<pdf:Keywords>{keywords}</pdf:Keywords>
<pdf:Producer>{producer}</pdf:Producer>
<pdf:Trapped>False</pdf:Trapped>
<xmp:CreatorTool>{creator}</xmp:CreatorTool>
<xmp:CreateDate>{date}T00:00:00Z</xmp:CreateDate>
<xmp:ModifyDate>{date}T00:00:00Z</xmp:ModifyDate>
<xmp:MetadataDate>{date}T00:00:00Z</xmp:MetadataDate>
<xmpMM:DocumentID>uuid:{id}</xmpMM:DocumentID>
<xmpMM:VersionID>{version}</xmpMM:VersionID>
<xmpMM:RenditionClass>default</xmpMM:RenditionClass>
{provenance}</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""


def describe(pdf: Pdf, metadata: Metadata, title: str, source: bytes, use: str, extra: str = "") -> None:
    """Write Info and XMP, with the `use` of the file; its identifier follows from the `source` document and the title.

    `use` is one of the constants of layouts.assemble.provenance.
    """
    digest = hashlib.sha256(source).hexdigest()
    provenance = replace(metadata.provenance, use=use)
    write_info(pdf, metadata, title, provenance)
    pdf.docinfo.Trapped = Name("/False")
    xmp = _XMP.format(
        extra=extra,
        title=escape(title),
        author=escape(metadata.author),
        subject=escape(metadata.subject),
        rights=escape(metadata.rights),
        keywords=escape(", ".join(metadata.keywords)),
        producer=escape(metadata.producer),
        creator=escape(metadata.creator),
        date=metadata.date,
        identifier=escape(provenance.identifier),
        version=escape(provenance.version),
        provenance=provenance.xmp,
        id=uuid.uuid5(uuid.NAMESPACE_OID, f"{digest} {title} {extra}"),
    )
    pdf.Root.Metadata = Stream(pdf, xmp.encode(), Type=Name.Metadata, Subtype=Name.XML)
    pdf.Root.Lang = String(metadata.language)


def declare_x4(pdf: Pdf, metadata: Metadata, title: str, source: bytes, printer: Printer, use: str) -> None:
    """Declare a file PDF/X-4 for the printing condition of a printer, its ICC profile embedded."""
    version = f"<pdfxid:GTS_PDFXVersion>{X4}</pdfxid:GTS_PDFXVersion>\n"
    describe(pdf, metadata, title, source, use, version)
    profile = Stream(pdf, printer.profile.read_bytes(), N=4, Alternate=Name.DeviceCMYK)
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFX,
        OutputConditionIdentifier=String(printer.condition),
        OutputCondition=String(printer.name),
        RegistryName=String(REGISTRY),
        Info=String(f"{printer.name} ({printer.condition})"),
        DestOutputProfile=pdf.make_indirect(profile),
    )
    pdf.Root.OutputIntents = Array([intent])
