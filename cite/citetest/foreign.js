// Reads what we write with citation-js and its plugins, parsers that are not ours.
// Takes {"ris": text, "bibtex": text, "csl-json": text} on stdin and writes
// {format: [{title, authors, journal, year, volume, issue, pages, doi, pmid,
// abstract}, ...]} on stdout.
"use strict";
const path = require("path");
const fs = require("fs");
const from = (name) => require(path.join(process.argv[1], "@citation-js", name));
const { plugins } = from("core");
from("plugin-ris");
from("plugin-bibtex");

const files = JSON.parse(fs.readFileSync(0, "utf8"));
const types = { ris: "@ris/file", bibtex: "@biblatex/text", "csl-json": "@else/json" };

// Braces that protect capitals come back as markup.
const plain = (s) => String(s ?? "").replace(/<\/?span[^>]*>/g, "");
const family = (a) => [a["dropping-particle"], a["non-dropping-particle"], a.family].filter(Boolean).join(" ");
const person = (a) => (a.literal ? [a.literal] : [family(a), a.given, a.suffix].filter(Boolean)).map(plain);

const out = {};
for (const [format, text] of Object.entries(files)) {
  out[format] = plugins.input.chain(text, { forceType: types[format], generateGraph: false }).map((it) => ({
    title: plain(it.title),
    authors: (it.author ?? []).map(person),
    journal: plain(it["container-title"]),
    year: String(it.issued?.["date-parts"]?.[0]?.[0] ?? ""),
    volume: plain(it.volume),
    issue: plain(it.issue),
    pages: plain(it.page),
    doi: plain(it.DOI),
    pmid: plain(it.PMID),
    abstract: plain(it.abstract),
  }));
}
process.stdout.write(JSON.stringify(out));
