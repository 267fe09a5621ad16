// Asks axe-core what of WCAG 2.2 AA a page misses, as the browser has it.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** The serious and critical violations of a page: what rule, where, why. */
export async function violations(page) {
  // By the debugger's own way, which the page's Content-Security-Policy does not concern.
  await page.evaluate(AXE);
  const found = await page.evaluate((values) => axe.run(document, { runOnly: { type: "tag", values } }), RULES);
  const grave = found.violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  // A row of a table is as high as its text: WCAG 2.5.8 excepts targets whose size the line height of other text constrains,
  // which axe knows of sentences alone. Forty windows are to fit one screen.
  const inTables = await page.evaluate(() => {
    const paths = (all) => all.map((node) => node.outerHTML);
    return paths([...document.querySelectorAll("table a, table button, table label, table input")]);
  });
  const counts = (id, node) => id !== "target-size" || !inTables.some((html) => html.startsWith(node.html.slice(0, 200)));
  return grave.flatMap(({ id, nodes }) => nodes.filter((node) => counts(id, node)).slice(0, 3).map((node) => `${new URL(page.url()).pathname}: ${id}: ${node.target.join(" ")}: ${node.failureSummary}`));
}
