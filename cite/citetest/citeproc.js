// Formats CSL-JSON items with the CSL processor citeproc-js: the oracle that our
// own styles are compared with. Reads {"locales": folder, "styles": {name: {file,
// all}}, "items": [...]} on stdin and writes {name: [[html, inText], ...]} on
// stdout, in the order of the items.
"use strict";
const fs = require("fs");
const path = require("path");
const CSL = require(path.join(process.argv[1], "citeproc"));

const job = JSON.parse(fs.readFileSync(0, "utf8"));
const items = new Map(job.items.map((it, i) => ["item-" + i, { ...it, id: "item-" + i }]));
const sys = {
  retrieveLocale(lang) {
    const file = path.join(job.locales, `locales-${lang}.xml`);
    return fs.existsSync(file) ? fs.readFileSync(file, "utf8") : false;
  },
  retrieveItem: (id) => items.get(id),
};

function strip(entry) {
  const right = entry.match(/<div class="csl-right-inline">([\s\S]*)<\/div>\s*<\/div>\s*$/);
  const whole = entry.match(/<div class="csl-entry">([\s\S]*)<\/div>\s*$/);
  return (right ? right[1] : whole ? whole[1] : entry).trim();
}

const out = {};
for (const [name, style] of Object.entries(job.styles)) {
  let xml = fs.readFileSync(style.file, "utf8");
  if (style.all) {
    xml = xml.replace(/(<bibliography[^>]*?) et-al-min="\d+" et-al-use-first="\d+"/, "$1");
  }
  const engine = new CSL.Engine(sys, xml);
  engine.setOutputFormat("html");
  out[name] = [];
  for (const id of items.keys()) {
    engine.updateItems([id]);
    const [, entries] = engine.makeBibliography();
    const cite = engine.makeCitationCluster([{ id }]);
    out[name].push([strip(entries.join("")), cite]);
  }
}
process.stdout.write(JSON.stringify(out));
