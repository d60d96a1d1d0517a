// Looks at pages in a real browser: a screenshot at every width and colour
// scheme, and axe-core's verdict on each. It is called by browser_test.go with
// the base address, the folder for the pictures and the pages as JSON, and prints
// one JSON object a page.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import path from 'node:path';

const modules = process.env.EVIDELIC_BROWSER;
const require = createRequire(path.join(modules, 'x.js'));
const { chromium } = require('playwright-core');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

const [base, folder, pages] = [process.argv[2], process.argv[3], JSON.parse(process.argv[4])];
const browser = await chromium.launch({
  executablePath: process.env.EVIDELIC_CHROMIUM,
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});

async function look(page, name, address, width, scheme) {
  const problems = [];
  const note = (text) => problems.push(text);
  page.removeAllListeners();
  page.on('console', (m) => m.type() === 'error' && note(`console: ${m.text()}`));
  page.on('pageerror', (e) => note(`script: ${e.message}`));
  page.on('request', (r) => !r.url().startsWith(base) && note(`asks another host: ${r.url()}`));
  const response = await page.goto(base + address, { waitUntil: 'load' });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (wide > 0) note(`the page is ${wide} pixels wider than the window`);
  await page.screenshot({ path: path.join(folder, `${name}-${width}-${scheme}.png`) });
  await page.evaluate(axe);
  const result = await page.evaluate(() => globalThis.axe.run(document));
  for (const v of result.violations) {
    note(`axe ${v.id}: ${v.help}: ${v.nodes.slice(0, 3).map((n) => n.target.join(' ')).join('; ')}`);
  }
  console.log(JSON.stringify({ page: name, status: response.status(), width, scheme, problems }));
}

for (const scheme of ['light', 'dark']) {
  for (const width of [390, 1280]) {
    // The strict Content-Security-Policy stays in force for the page; only the
    // checker itself is let past it.
    const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: scheme, bypassCSP: true });
    const page = await context.newPage();
    for (const [name, address] of pages) await look(page, name, address, width, scheme);
    await context.close();
  }
}

// Without scripts, and with the policy in force: nothing may be refused.
const strict = await (await browser.newContext({ viewport: { width: 1280, height: 900 }, javaScriptEnabled: true })).newPage();
for (const [name, address] of pages) {
  const problems = [];
  strict.removeAllListeners();
  strict.on('console', (m) => m.type() === 'error' && problems.push(`console: ${m.text()}`));
  const response = await strict.goto(base + address, { waitUntil: 'load' });
  console.log(JSON.stringify({ page: name, status: response.status(), width: 1280, scheme: 'policy', problems }));
}
await browser.close();
