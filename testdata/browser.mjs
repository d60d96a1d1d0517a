// Looks at pages in a real browser: a screenshot at every width and colour
// scheme, and axe-core's verdict on each. It is called by browser_test.go with
// the base address, the folder for the pictures and the pages as JSON, and prints
// one JSON object a look. A page is its name, its address and, if given, a text
// that a reader must see and one that must not be there. Each page is loaded once;
// width and scheme change under it. EVIDELIC_PICTURE names a file for the picture of the search page.
import { createRequire } from 'node:module';
import { copyFileSync, readFileSync } from 'node:fs';
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

// The strict Content-Security-Policy is in force: what it refuses is an error on
// the console. The checker comes in through the debugger, which it does not bind.
async function look(page, name, address, wanted, unwanted) {
  let problems = [];
  const note = (text) => problems.push(text);
  page.on('console', (m) => m.type() === 'error' && note(`console: ${m.text()}`));
  page.on('pageerror', (e) => note(`script: ${e.message}`));
  page.on('request', (r) => !r.url().startsWith(base) && note(`asks another host: ${r.url()}`));
  const response = await page.goto(base + address, { waitUntil: 'load' });
  await page.evaluate(axe);
  for (const width of [390, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    for (const scheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme: scheme });
      if (wanted && !(await sees(page, wanted))) note(`nobody sees "${wanted}"`);
      if (unwanted && await sees(page, unwanted)) note(`"${unwanted}" is there`);
      await judge(page, name, width, scheme, note);
      console.log(JSON.stringify({ page: name, status: response.status(), width, scheme, problems }));
      problems = [];
    }
  }
}

// sees says whether a text stands on the page as it is shown, in any case.
function sees(page, text) {
  return page.evaluate((t) => document.body.innerText.toLowerCase().includes(t.toLowerCase()), text);
}

async function judge(page, name, width, scheme, note) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (wide > 0) note(`the page is ${wide} pixels wider than the window`);
  const picture = path.join(folder, `${name}-${width}-${scheme}.png`);
  await page.screenshot({ path: picture, animations: 'disabled' });
  if (process.env.EVIDELIC_PICTURE && name === 'search' && width === 1280 && scheme === 'light') copyFileSync(picture, process.env.EVIDELIC_PICTURE);
  // The scheme changes colours and nothing else.
  const options = scheme === 'dark' ? { runOnly: ['color-contrast'] } : {};
  const result = await page.evaluate((o) => globalThis.axe.run(document, { ...o, resultTypes: ['violations'] }), options);
  for (const v of result.violations) {
    note(`axe ${v.id}: ${v.help}: ${v.nodes.slice(0, 3).map((n) => n.target.join(' ')).join('; ')}`);
  }
}

async function worker(queue) {
  for (let next = queue.shift(); next; next = queue.shift()) {
    const context = await browser.newContext({ viewport: { width: 390, height: 900 }, reducedMotion: 'reduce' });
    await look(await context.newPage(), ...next);
    await context.close();
  }
}
const queue = [...pages];
await Promise.all([worker(queue), worker(queue)]);
await browser.close();
