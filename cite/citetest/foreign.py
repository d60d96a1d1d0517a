# Reads what we write with rispy, bibtexparser, nbib and Python's own XML parser,
# parsers that are not ours. Takes {"ris": text, "bibtex": text, "nbib": text,
# "endnote-xml": text} on stdin and writes {format: [{title, authors, ...}, ...]}
# on stdout, as foreign.js does.
import io, json, sys
import xml.etree.ElementTree as tree

import bibtexparser, nbib, rispy
from bibtexparser.bparser import BibTexParser
from bibtexparser.latexenc import latex_to_unicode

FIELDS = ["title", "journal", "year", "volume", "issue", "pages", "doi", "pmid", "abstract"]


def record(authors, **values):
    out = {f: str(values.get(f) or "") for f in FIELDS}
    out["authors"] = [[part.strip() for part in a.split(",") if part.strip()] for a in authors]
    return out


def joined(first, last):
    return "-".join(p for p in (first, last) if p)


def ris(text):
    for r in rispy.loads(text):
        pmid = r.get("accession_number") if r.get("name_of_database") == "PubMed" else ""
        yield record(r.get("authors", []), title=r.get("title"), journal=r.get("secondary_title"), year=r.get("year"), volume=r.get("volume"),
                     issue=r.get("number"), pages=joined(r.get("start_page"), r.get("end_page")), doi=r.get("doi"), pmid=pmid, abstract=r.get("abstract"))


def bibtex(text):
    parser = BibTexParser(common_strings=True, ignore_nonstandard_types=False)
    for e in bibtexparser.loads(text, parser).entries:
        value = lambda name: plain(e.get(name, ""))
        names = [reordered(a) if not a.startswith("{") else plain(a).replace(",", "\0") for a in e.get("author", "").split(" and ") if a]
        r = record(names, title=value("title"), journal=value("journal") or value("booktitle"), year=value("year"), volume=value("volume"), issue=value("number"),
                   pages=value("pages").replace("--", "-") or value("eid"), doi=value("doi"), pmid=value("pmid"), abstract=value("abstract"))
        r["authors"] = [[p.replace("\0", ",") for p in a] for a in r["authors"]]
        yield r


def reordered(name):
    parts = [p.strip() for p in name.split(",")]  # von Last, Jr, First
    return plain(", ".join([parts[0], parts[2], parts[1]] if len(parts) == 3 else parts))


# LaTeX's names of characters, which bibtexparser leaves alone.
NAMED = {"\\textbackslash{}": "\x01", "\\textbraceleft{}": "\x02", "\\textbraceright{}": "\x03", "\\textasciitilde{}": "\x04", "\\textasciicircum{}": "\x05", "\\textquotedbl{}": "\x06", "\\$": "\x07"}


def plain(value):
    for name, mark in NAMED.items():
        value = value.replace(name, mark)
    value = latex_to_unicode(value).replace("ŉ", "'n").replace("{", "").replace("}", "").strip()
    return value.translate(dict(zip(range(1, 8), "\\{}~^\"$")))


def medline(text):
    for r in nbib.read(text):
        names = [a.get("author") or a.get("author_abbreviated", "") for a in r.get("authors", [])]
        yield record(names, title=r.get("title"), journal=r.get("journal"), year=str(r.get("publication_date", ""))[:4], volume=r.get("journal_volume"),
                     issue=r.get("journal_issue"), pages=r.get("pages"), doi=r.get("doi"), pmid=r.get("pubmed_id"), abstract=r.get("abstract"))


def endnote(text):
    for r in tree.fromstring(text).iter("record"):
        value = lambda path: "".join(r.find(path).itertext()) if r.find(path) is not None else ""
        names = ["".join(a.itertext()) for a in r.findall("contributors/authors/author")]
        yield record(names, title=value("titles/title"), journal=value("titles/secondary-title"), year=value("dates/year"), volume=value("volume"), issue=value("number"),
                     pages=value("pages") or value("custom7"), doi=value("electronic-resource-num"), pmid=value("accession-num") if value("remote-database-name") == "PubMed" else "", abstract=value("abstract"))


READERS = {"ris": ris, "bibtex": bibtex, "nbib": medline, "endnote-xml": endnote}
files = json.load(io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8"))
json.dump({name: list(READERS[name](text)) for name, text in files.items()}, sys.stdout)
