"""Builders for small Word files, from the XML that Word writes."""

from io import BytesIO
from zipfile import ZipFile

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.pages.blocks.parts import png

SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="png" ContentType="image/png"/><Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType="{main}"/></Types>'
)
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
STYLES = f"<w:styles {SPACES}>" + "".join(
    f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{name}"/></w:style>' for name in ("Title", "Quote")
)


def p(text="", style="", runs=""):
    """Return a paragraph."""
    styled = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{styled}{runs or run(text)}</w:p>"


def run(text, how=""):
    return f'<w:r><w:rPr>{how}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def h(level, text):
    return p(text, f"Heading{level}")


def link(key, text):
    return f'<w:hyperlink r:id="{key}">{run(text)}</w:hyperlink>'


def table(*rows):
    """Return a table from rows, each a list of cells."""
    cells = ("".join(f"<w:tc>{p(cell)}</w:tc>" for cell in row) for row in rows)
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"


def cells(*contents):
    """Return a table with a single row, each cell given as XML."""
    return "<w:tbl><w:tr>" + "".join(f"<w:tc>{one}</w:tc>" for one in contents) + "</w:tr></w:tbl>"


def drawing(key="rId1", words="", how="embed"):
    """Return a run that contains a picture."""
    blip = f'<pic:pic><pic:blipFill><a:blip r:{how}="{key}"/></pic:blipFill></pic:pic>'
    graphic = f"<a:graphic><a:graphicData>{blip}</a:graphicData></a:graphic>"
    return f'<w:r><w:drawing><wp:inline><wp:docPr id="1" name="P" descr="{words}"/>{graphic}</wp:inline></w:drawing></w:r>'


def picture(key="rId1", words="", how="embed"):
    """Return a paragraph that contains a picture."""
    return p(runs=drawing(key, words, how))


def text_box(*parts, is_old=True, is_new=False):
    """Return a paragraph with a text box in the old format, the new format, or both, as Word writes it."""
    content = f"<w:txbxContent>{''.join(parts)}</w:txbxContent>"
    old = f"<w:pict><v:shape><v:textbox>{content}</v:textbox></v:shape></w:pict>"
    shape = f"<a:graphic><a:graphicData><wps:wsp><wps:txbx>{content}</wps:txbx></wps:wsp></a:graphicData></a:graphic>"
    new = f"<w:drawing><wp:anchor>{shape}</wp:anchor></w:drawing>"
    if not is_new:
        return p(runs=f"<w:r>{old}</w:r>")
    fallback = f"<mc:Fallback>{old}</mc:Fallback>" if is_old else ""
    return p(runs=f'<w:r><mc:AlternateContent><mc:Choice Requires="wps">{new}</mc:Choice>{fallback}</mc:AlternateContent></w:r>')


def docx(*parts, name="whose-risk.docx", pictures=None, links=(), main=MAIN, more=None):
    """Return a Word file as uploaded. `pictures` is {key: bytes}, `links` pairs of key and URL, `more` further files inside."""
    out, pictures = BytesIO(), {"rId1": png()} if pictures is None else pictures
    relations = [f'<Relationship Id="{key}" Type="{KINDS}/image" Target="media/{key}.png"/>' for key in pictures]
    for key, to in links:
        kind = "image" if key.startswith("away") else "hyperlink"
        relations.append(f'<Relationship Id="{key}" Type="{KINDS}/{kind}" Target="{to}" TargetMode="External"/>')
    relations.append(f'<Relationship Id="styles" Type="{KINDS}/styles" Target="styles.xml"/>')
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    with ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", TYPES.format(main=main))
        first = f'<Relationship Id="rId1" Type="{KINDS}/officeDocument" Target="word/document.xml"/>'
        archive.writestr("_rels/.rels", f'<Relationships xmlns="{space}">{first}</Relationships>')
        archive.writestr("word/document.xml", f"<w:document {SPACES}><w:body>{''.join(parts)}</w:body></w:document>")
        archive.writestr("word/styles.xml", f"{STYLES}</w:styles>")
        archive.writestr("word/_rels/document.xml.rels", f'<Relationships xmlns="{space}">{"".join(relations)}</Relationships>')
        for key, content in pictures.items():
            archive.writestr(f"word/media/{key}.png", content)
        for path, content in (more or {}).items():
            archive.writestr(path, content)
    return SimpleUploadedFile(name, out.getvalue())
