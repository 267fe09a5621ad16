// People at their work, each in a real browser: the first administrator sets the service up, an inspector records on a phone,
// an appeal is decided and the rank moves, a month is closed and published anew, a head sees no other department, the wall
// hangs in the hall. No page has a grave fault in the eyes of axe-core.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, test } from "node:test";
import { violations } from "./accessible.js";
import { PROGRAM, SCREENSHOTS, logIn, startBrowser, startDemo } from "./demo.js";

const ROOT = resolve(import.meta.dirname, "../..");
const PHONE = { width: 390, height: 844 };

let demo;
let browser;

before(async () => {
  mkdirSync(SCREENSHOTS, { recursive: true });
  browser = await startBrowser();
  demo = await startDemo();
});

after(async () => {
  await browser?.close();
  await demo?.stop();
});

const total = async (page) => Number(await page.locator(".score b").first().innerText());

test("the first administrator sets the service up by a link that works once", async () => {
  const folder = mkdtempSync(join(tmpdir(), "flagpost-set-up-"));
  cpSync(join(ROOT, "tests/cases/01-lateness/registry"), join(folder, "registry"), { recursive: true });
  const config = join(folder, "flagpost.toml");
  writeFileSync(config, 'data = "data"\nlisten = "127.0.0.1:0"\n[county]\nregistry = "registry"\nrulebook = ["zhenlai"]\n');
  const service = spawn(PROGRAM, ["up", "--config", config]);
  try {
    const link = await new Promise((found, failed) => {
      let said = "";
      const hear = (text) => {
        said += text;
        const link = said.match(/http:\/\/\S+\/set-up\/\S+/)?.[0];
        if (link) found(link);
      };
      service.stdout.on("data", hear);
      service.stderr.on("data", hear);
      service.once("exit", (code) => failed(new Error(`ended with ${code}:\n${said}`)));
    });
    const page = await (await browser.newContext({ locale: "zh-CN" })).newPage();
    await page.goto(link);
    await page.fill("[name=name]", "管理员");
    await page.fill("[name=new]", "password");
    await page.fill("[name=again]", "password");
    await page.click("form.login button");
    assert.ok(page.url().includes("/set-up/"), "a short password is refused");
    for (const name of ["new", "again"]) await page.fill(`[name=${name}]`, "镇上的第一个管理员 2026");
    await page.screenshot({ path: join(SCREENSHOTS, "desk-set-up.png") });
    await page.click("form.login button");
    await page.waitForURL((url) => !url.pathname.startsWith("/set-up"));
    await page.goto(new URL("/accounts", link).href);
    if (page.url().includes("/login")) {
      await page.fill("[name=name]", "管理员");
      await page.fill("[name=password]", "镇上的第一个管理员 2026");
      await page.click("form.login button");
    }
    assert.ok((await page.locator("main").innerText()).includes("管理员"));
    const again = await page.goto(link);
    assert.notEqual(again.status(), 200, "the link works once");
  } finally {
    service.kill("SIGINT");
    await new Promise((ended) => (service.exitCode === null ? service.once("exit", ended) : ended()));
    rmSync(folder, { recursive: true, force: true });
  }
});

test("an inspector records a finding on a phone, and the total moves at once", async () => {
  const { page, wrong } = await logIn(browser, demo, "inspector", PHONE);
  await page.goto("/round");
  assert.deepEqual(await violations(page), []);
  const tile = page.locator("fieldset").first().locator("ul.tiles label").first();
  const window = await tile.locator("input").getAttribute("value");
  await page.goto(`/windows/${window}`);
  const before = await total(page);
  await page.goto("/round");
  await tile.click();
  await page.locator("fieldset").nth(1).locator("ul.tiles label").first().click();
  await page.locator("input[name=photo]").setInputFiles(join(SCREENSHOTS, "desk-set-up.png"));
  await page.fill("textarea[name=note]", "上午巡查");
  await page.screenshot({ path: join(SCREENSHOTS, "phone-round.png"), fullPage: true });
  await page.click("button.second");
  const effect = await page.locator("table.stands").innerText();
  assert.ok(effect.includes(window), effect);
  await page.screenshot({ path: join(SCREENSHOTS, "phone-effect.png"), fullPage: true });
  assert.deepEqual(await violations(page), []);
  const then = Number((await page.locator("table.stands tbody tr").first().locator("td").nth(2).innerText()).replace("−", "-"));
  await page.locator("form.confirm button").click();
  await page.waitForLoadState();
  await page.goto(`/windows/${window}`);
  assert.equal(await total(page), then, "what was shown before saving has come");
  assert.notEqual(then, before, "the effect was shown");
  assert.deepEqual(wrong, []);
});

test("what is recorded without a network waits in the browser and is sent once", async () => {
  const { page } = await logIn(browser, demo, "inspector", PHONE);
  await page.goto("/findings");
  const count = async () => (await (await page.request.get("/api/v1/findings")).json()).rows.length;
  const before = await count();
  await page.goto("/round");
  await page.context().setOffline(true);
  await page.locator("fieldset").first().locator("ul.tiles label").nth(1).click();
  await page.locator("fieldset").nth(1).locator("ul.tiles label").nth(1).click();
  await page.locator("p.bar button").first().click();
  await page.locator("[data-waiting]:visible").waitFor();
  assert.match(await page.locator("[data-waiting]").innerText(), /1/);
  await page.context().setOffline(false);
  await page.evaluate(() => window.dispatchEvent(new Event("online")));
  for (let tries = 0; tries < 100 && (await count()) === before; tries += 1) await page.waitForTimeout(100);
  assert.equal(await count(), before + 1);
});

test("an appeal is decided, and the total of the window moves", async () => {
  const { page, wrong } = await logIn(browser, demo, "analyst");
  await page.goto("/windows");
  const rows = page.locator("table.rank tbody:not(.unranked) tr");
  const ranked = await rows.count();
  // Not every deduction can be helped by a decision: where data is wrong, the data is mended. The first that can is taken.
  const deductions = page.locator("table.entries tbody tr", { hasText: "−" }).locator("a[href*='/appeals/new']");
  let appealed;
  for (let place = 5; place < ranked && !appealed; place += 1) {
    await page.goto("/windows");
    await rows.nth(place).locator(".who a").click();
    await page.waitForURL(/\/windows\/W-/);
    if (!(await deductions.count())) continue;
    const stood = { address: page.url(), before: await total(page) };
    await deductions.first().click();
    await page.fill("[name=reason]", "当时系统停机，不是窗口的原因");
    await page.locator("form.steps button").click();
    await page.waitForURL(/\/appeals\/SS-/);
    const remedies = page.locator("table.effects tbody tr").filter({ has: page.locator("input:enabled") });
    const helps = await remedies.evaluateAll((all) => all.map((row) => row.cells[1].innerText !== row.cells[2].innerText));
    if (!helps.includes(true)) continue;
    appealed = stood;
    await remedies.nth(helps.indexOf(true)).locator("input").check();
  }
  assert.ok(appealed, "a deduction can be appealed against and helped");
  assert.deepEqual(await violations(page), []);
  await page.screenshot({ path: join(SCREENSHOTS, "desk-appeal.png"), fullPage: true });
  await page.fill("[name=reason]", "情况属实");
  await page.fill("[name=approved_by]", "分管领导");
  await page.locator("form.steps button").last().click();
  await page.waitForLoadState();
  await page.goto(appealed.address);
  assert.ok((await total(page)) > appealed.before, "the points have come back");
  assert.deepEqual(wrong, []);
});

test("a month goes from its check list to its second version", async () => {
  const { page, wrong } = await logIn(browser, demo, "analyst");
  await page.goto("/months/2026-08");
  await page.screenshot({ path: join(SCREENSHOTS, "desk-month.png"), fullPage: true });
  assert.deepEqual(await violations(page), []);
  await page.goto("/months/2026-08/close");
  const reason = page.locator("form.act [name=reason]");
  if (await reason.count()) await reason.fill("其余事项已逐条核对");
  await page.locator("form.act button", { hasText: "关账" }).click();
  await page.waitForLoadState();
  await page.goto("/months/2026-08/windows");
  assert.ok((await page.locator(".heading").innerText()).includes("第 1 版"));
  // A finding of that month, recorded late, with the tick that says one knows.
  await page.goto("/findings/new");
  await page.locator("input[name=kind][value=rude]").check({ force: true });
  await page.locator("label.window input[name=on]").first().check({ force: true });
  await page.fill("input[name=date]", "2026-08-20");
  await page.locator("input[name=accepts_closed]").check();
  await page.locator("form.recording button").first().click();
  await page.locator("form.confirm button").click();
  await page.waitForLoadState();
  await page.goto("/months/2026-08/changes");
  await page.fill("form.reissue [name=reason]", "补录一项检查");
  await page.locator("form.reissue button").click();
  await page.waitForLoadState();
  await page.goto("/months/2026-08/windows");
  assert.ok((await page.locator(".heading").innerText()).includes("第 2 版"));
  assert.deepEqual(wrong, []);
});

test("a department head sees no other department, by page or by API", async () => {
  const { page } = await logIn(browser, demo, "head");
  const all = await logIn(browser, demo, "auditor");
  await page.goto("/windows");
  const own = await page.locator("table.rank .who .id").allInnerTexts();
  await all.page.goto("/windows");
  const every = await all.page.locator("table.rank .who .id").allInnerTexts();
  assert.ok(own.length > 0 && own.length < every.length, `${own.length} of ${every.length}`);
  const other = every.find((id) => !own.includes(id));
  for (const address of [`/windows/${other}`, `/api/v1/windows/${other}`]) {
    assert.equal((await page.request.get(address)).status(), 404, address);
  }
  for (const list of ["windows", "staff", "due", "notices", "ratings", "complaints", "appeals", "orders", "findings", "today"]) {
    const answer = await page.request.get(`/api/v1/${list}`);
    assert.equal(answer.status(), 200, list);
    assert.ok(!(await answer.text()).includes(`"${other}"`), `${list} names ${other}`);
  }
});

test("the wall shows the county, says that the connection is lost, and comes back", async () => {
  for (const [name, size] of [["wall", { width: 1920, height: 1080 }], ["wall-4k", { width: 3840, height: 2160 }]]) {
    const { page, wrong } = await logIn(browser, demo, "leader", size);
    await page.goto("/wall");
    await page.locator("canvas, figure svg").first().waitFor();
    await page.waitForTimeout(600);
    await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`) });
    const over = await page.evaluate(() => document.documentElement.scrollHeight - document.documentElement.clientHeight);
    assert.ok(over <= 0, `${name} is ${over} pixels too high`);
    assert.deepEqual(await violations(page), []);
    assert.deepEqual(wrong, []);
    await page.context().setOffline(true);
    await page.waitForFunction(() => document.querySelector("[data-live-state]").textContent.trim() !== "", null, { timeout: 60_000 });
    await page.context().setOffline(false);
    await page.waitForFunction(() => document.querySelector("[data-live-state]").textContent.trim() === "", null, { timeout: 90_000 });
    await page.context().close();
  }
});

test("no page has a grave fault in the eyes of axe-core, nor is wider than its screen", async () => {
  const pages = {
    admin: ["/today", "/accounts", "/account", "/sources", "/registry", "/rulebook", "/calendar", "/privacy", "/audit", "/contract", "/displays",
      "/settings/public-page", "/registry/edit"],
    analyst: ["/today", "/windows", "/windows?view=peers", "/staff", "/departments", "/sites", "/due", "/notices", "/ratings", "/complaints", "/appeals", "/orders",
      "/findings", "/findings/new", "/round", "/week", "/months", "/months/2026-09", "/months/2026-09/checklist", "/months/2026-09/evaluations",
      "/months/2026-09/proposals", "/months/2026-09/preview", "/what-if", "/feeds", "/rejected", "/signals", "/messages", "/recipients", "/letters"],
  };
  const found = [];
  for (const [name, addresses] of Object.entries(pages)) {
    for (const [label, size] of [["desk", { width: 1440, height: 900 }], ["phone", PHONE]]) {
      const { page, wrong } = await logIn(browser, demo, name, size);
      for (const address of addresses) {
        const answer = await page.goto(address);
        assert.equal(answer.status(), 200, `${name} ${address}`);
        const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        if (over > 0) found.push(`${label} ${address} is ${over} pixels too wide`);
        const file = `${label}${address.replaceAll(/[/?=]/g, "-")}.png`;
        await page.screenshot({ path: join(SCREENSHOTS, file) });
        if (label === "desk") found.push(...(await violations(page)));
      }
      found.push(...wrong);
      await page.context().close();
    }
  }
  assert.deepEqual(found, []);
});
