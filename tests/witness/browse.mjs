// Opens a page in Debian's chromium and tells what happened, as JSON on standard output.
//   node browse.mjs PAGE.html FOLDER [WIDTH ...]
// For each width: faults on the console, requests to anywhere but the file, what axe-core objects to, which charts are
// seen, how far the page is too wide, and what sorting by mouse and keyboard does. A screenshot of each width and a PDF
// as printed go to the folder.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const require = createRequire(import.meta.url);
const [file, folder, ...widths] = process.argv.slice(2);
const flags = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
];
const profile = mkdtempSync(join(tmpdir(), "chromium-"));
const told = { errors: [], requests: [], views: [] };
const context = await chromium.launchPersistentContext(profile, {
  executablePath: process.env.CHROMIUM, headless: true, args: flags, bypassCSP: false,
});

// The names that head a table's rows, as they stand now.
const order = (table) => table.locator("tbody > tr > :first-child").allInnerTexts();

async function sorting(page) {
  const found = [];
  for (const table of await page.locator("table.sorts").all()) {
    const buttons = table.locator("thead button");
    if (!(await buttons.first().isVisible().catch(() => false))) continue;
    const caption = await table.locator("caption").innerText();
    const before = await order(table);
    await buttons.last().click();
    const clicked = await order(table);
    const state = await table.locator("thead th").last().getAttribute("aria-sort");
    await buttons.first().focus();
    await page.keyboard.press("Enter");
    const entered = await order(table);
    await page.keyboard.press("Space");
    const spaced = await order(table);
    found.push({ caption, before, clicked, state, entered, spaced });
  }
  return found;
}

try {
  for (const width of widths.map(Number)) {
    const page = await context.newPage();
    page.on("console", (message) => ["error", "warning"].includes(message.type()) && told.errors.push(message.text()));
    page.on("pageerror", (error) => told.errors.push(String(error)));
    page.on("request", (request) => {
      const url = request.url();
      if (url !== pathToFileURL(file).href && !url.startsWith("data:")) told.requests.push(url);
    });
    await page.setViewportSize({ width, height: 900 });
    await page.goto(pathToFileURL(file).href);
    for (const one of await page.locator("details").all()) await one.evaluate((node) => { node.open = true; });
    const charts = await page.locator("svg[role=img]").evaluateAll((all) =>
      all.map((one) => {
        const box = one.getBoundingClientRect();
        const text = [...one.querySelectorAll("text")].map((each) => each.getBoundingClientRect());
        return {
          title: one.querySelector("title").textContent, width: box.width, height: box.height,
          smallest: Math.min(...text.map((each) => each.height), 99),
          outside: text.filter((each) => each.left < box.left - 1 || each.right > box.right + 1).length,
        };
      }).filter((one) => one.width > 0));
    const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    // axe is put into the page past the page's own policy, which allows nobody else's scripts.
    await page.evaluate(require("axe-core").source);
    const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
    const axe = violations.map((one) => `${one.id}: ${one.help}: ${one.nodes.slice(0, 3).map((node) => node.html)}`);
    const sorted = await sorting(page);
    await page.reload();
    await page.evaluate(() => window.scrollTo({ top: 0, behavior: "instant" }));
    await page.screenshot({ path: join(folder, `${basename(file, ".html")}-${width}.png`), fullPage: true });
    told.views.push({ width, charts, tooWide, axe, sorted });
    await page.close();
  }
  const page = await context.newPage();
  await page.goto(pathToFileURL(file).href);
  await page.pdf({ path: join(folder, `${basename(file, ".html")}.pdf`), preferCSSPageSize: true, printBackground: true });
} finally {
  await context.close();
  rmSync(profile, { recursive: true, force: true });
}
process.stdout.write(JSON.stringify(told));
