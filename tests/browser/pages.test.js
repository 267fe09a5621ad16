// A person's way through a living county: from the ranking to the event behind a point, what is due, a rejected event tried
// again, both languages, the keyboard, narrow and wide screens. Screenshots are left in target/screenshots.

import assert from "node:assert/strict";
import { mkdirSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { SCREENSHOTS, logIn, startBrowser, startDemo } from "./demo.js";

const SIZES = [
  { name: "desk", width: 1440, height: 900 },
  { name: "phone", width: 390, height: 844 },
  { name: "wide", width: 1920, height: 1080 },
];

let demo;
let browser;

before(async () => {
  rmSync(SCREENSHOTS, { recursive: true, force: true });
  mkdirSync(SCREENSHOTS, { recursive: true });
  browser = await startBrowser();
  demo = await startDemo();
});

after(async () => {
  await browser?.close();
  await demo?.stop();
});

const path = (page) => new URL(page.url()).pathname;

test("from the ranking to the event behind a point", async () => {
  const { page, wrong } = await logIn(browser, demo, "analyst");
  await page.goto("/windows");
  assert.equal(await page.locator("nav [aria-current=page]").textContent(), "窗口排名");
  const rows = await page.locator("table.rank tbody tr").count();
  assert.ok(rows > 30, `${rows} windows`);
  // The last ranked window has lost points for something that has events behind it.
  await page.locator("table.rank tbody:not(.unranked) tr").last().locator(".who a").click();
  assert.match(path(page), /^\/months\/\d{4}-\d\d\/windows\/W-/);
  const total = Number(await page.locator(".score b").first().innerText());
  const makeup = Number(await page.locator(".makeup tr").last().locator("td").last().innerText());
  assert.equal(total, makeup, "the total stands beside what it is made of");
  const event = page.locator("table.entries a[href^='/events/']").first();
  await event.click();
  assert.match(path(page), /^\/events\//);
  assert.ok((await page.locator("pre").innerText()).includes('"specversion"'), "the event as it came");
  await page.goBack();
  await page.goBack();
  assert.match(path(page), /\/windows$/);
  assert.deepEqual(wrong, []);
});

test("what is due leads to the clock of a case, day by day", async () => {
  const { page, wrong } = await logIn(browser, demo, "auditor");
  await page.click("nav >> text=到期与逾期");
  await page.locator("table.open a[href^='/cases/']").first().click();
  assert.ok((await page.locator(".strip td b").count()) > 0);
  assert.ok((await page.locator(".strip td.due").count()) <= 1);
  assert.equal(await page.locator("nav [aria-current=page]").innerText(), "到期与逾期");
  assert.deepEqual(wrong, []);
});

test("the language changes on the page where one is and is remembered", async () => {
  const { page, wrong } = await logIn(browser, demo, "auditor");
  await page.goto("/due?site=hall");
  await page.click("text=English");
  assert.equal(await page.locator("html").getAttribute("lang"), "en");
  assert.ok(page.url().includes("site=hall"), "the filter is kept");
  assert.equal(await page.locator("h1").innerText(), "Due and overdue");
  await page.click("nav summary >> text=Rankings");
  await page.click("nav >> text=Windows");
  assert.equal(await page.locator("html").getAttribute("lang"), "en");
  await page.click("text=中文");
  assert.equal(await page.locator("html").getAttribute("lang"), "zh-CN");
  assert.deepEqual(wrong, []);
});

test("a browser that asks for English is answered in English", async () => {
  const { page } = await logIn(browser, demo, "auditor", SIZES[0], "en-GB");
  assert.equal(await page.locator("html").getAttribute("lang"), "en");
});

test("a rejected event is tried again by whoever may, and only by them", async () => {
  const analyst = await logIn(browser, demo, "analyst");
  await analyst.page.click("nav summary >> text=数据");
  await analyst.page.click("nav >> text=拒收事件");
  await analyst.page.locator("table.rejections form button", { hasText: "重新接收这条" }).first().click();
  assert.match(await analyst.page.locator("p[role=status]").innerText(), /^重新接收 1 条：/);
  await analyst.page.locator("table.rejections details", { hasText: "搁置" }).first().locator("summary").click();
  await analyst.page.locator("table.rejections input[name=reason]").first().fill("演示");
  await analyst.page.locator("button", { hasText: "搁置这条事件" }).first().click();
  await analyst.page.goto("/rejected?state=dismissed");
  assert.ok((await analyst.page.locator("table.rejections tbody").innerText()).includes("演示"));
  const auditor = await logIn(browser, demo, "auditor");
  await auditor.page.goto("/rejected");
  assert.equal(await auditor.page.locator("main form[method=post]").count(), 0);
  assert.deepEqual([...analyst.wrong, ...auditor.wrong], []);
});

test("a month is closed after it was asked for, and stays as it was", async () => {
  const { page, wrong } = await logIn(browser, demo, "analyst");
  await page.goto("/months/2026-08/windows");
  const before = await page.locator("table.rank tbody").first().innerText();
  await page.click("nav summary >> text=月度");
  await page.click("nav >> text=月度公布");
  await page.click("main >> text=关账…");
  const reason = page.locator("form.act [name=reason]");
  if (await reason.count()) await reason.fill("其余事项已逐条核对");
  await page.locator("form.act button", { hasText: "关账" }).click();
  await page.waitForLoadState();
  await page.goto("/months");
  assert.ok((await page.locator("main").innerText()).includes("已关账"));
  await page.screenshot({ path: join(SCREENSHOTS, "desk-months.png") });
  await page.goto("/months/2026-08/windows");
  assert.ok((await page.locator(".heading").innerText()).includes("第 1 版"));
  assert.equal(await page.locator("table.rank tbody").first().innerText(), before);
  await page.locator("table.rank tbody tr").first().locator(".who a").click();
  assert.ok((await page.locator("table.entries").count()) > 0);
  await page.screenshot({ path: join(SCREENSHOTS, "desk-published-window.png") });
  assert.deepEqual(wrong, []);
});

/** The path of the personal link in a message to somebody whose folder begins like this, once there is one. */
async function personalLink(beginning) {
  for (let tries = 0; tries < 600; tries += 1) {
    for (const recipient of readdirSync(demo.messages).filter((name) => name.startsWith(beginning))) {
      for (const file of readdirSync(join(demo.messages, recipient)).filter((name) => name.endsWith(".txt"))) {
        const link = readFileSync(join(demo.messages, recipient, file), "utf8").match(/\/to\/[\w-]+/);
        if (link) return link[0];
      }
    }
    await new Promise((later) => setTimeout(later, 100));
  }
  throw new Error(`no message to ${beginning} has a personal link`);
}

test("a department head answers by the link of a message, on a phone and without an account", async () => {
  const link = await personalLink("department_head_");
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: "zh-CN", baseURL: demo.address });
  const page = await context.newPage();
  await page.goto(link);
  const all = page.locator("button", { hasText: "确认收到以上全部" });
  await page.screenshot({ path: join(SCREENSHOTS, "personal-phone.png"), fullPage: true });
  await all.click();
  await page.waitForURL(/done=new/);
  assert.equal(await all.count(), 0, "what is acknowledged waits no more");
  await page.goto(`${link.slice(0, -1)}${link.endsWith("A") ? "B" : "A"}`);
  assert.equal(await all.count(), 0, "another link opens nothing");
  assert.match(await page.locator("main").innerText(), /链接/);
  await context.close();

  const { page: bureau, wrong } = await logIn(browser, demo, "analyst");
  await bureau.click("nav summary >> text=管理");
  await bureau.click("nav >> text=消息发送");
  assert.ok((await bureau.locator("table.list tbody tr").count()) > 0);
  await bureau.locator("table.list tbody a").first().click();
  const letter = await bureau.locator("pre.letter").innerText();
  assert.ok(letter.includes("/to/…") && !letter.match(/\/to\/\w/), "nobody else gets the link");
  assert.deepEqual(wrong, []);
});

test("the keyboard searches, walks the rows, opens one", async () => {
  const { page, wrong } = await logIn(browser, demo, "auditor");
  await page.goto("/windows");
  const last = await page.locator("table.rank tbody:not(.unranked) tr").last().locator(".id").innerText();
  await page.keyboard.press("/");
  await page.keyboard.type(last);
  const shown = page.locator("table.rank tbody tr:not(.because):visible");
  assert.equal(await shown.count(), 1);
  await page.keyboard.press("ArrowDown");
  assert.equal(await page.evaluate(() => document.activeElement.tagName), "TR");
  await page.keyboard.press("Enter");
  await page.waitForURL(`**/windows/${last}`);
  await page.goBack();
  await page.keyboard.press("/");
  await page.keyboard.type("nothing like this");
  assert.equal(await shown.count(), 0);
  await page.keyboard.press("Escape");
  assert.ok((await shown.count()) > 30);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  assert.equal(await page.locator("tr:focus td.rank").innerText(), "2");
  assert.deepEqual(wrong, []);
});

test("no page is wider than its screen, and nothing is fetched from elsewhere", async () => {
  for (const size of SIZES) {
    const { page, wrong } = await logIn(browser, demo, "analyst", size);
    await page.goto("/months/2026-09/windows");
    const window = await page.locator("table.rank tbody:not(.unranked) tr").last().locator(".who a").getAttribute("href");
    await page.goto("/due");
    const opened = await page.locator("table.open a[href^='/cases/']").first().getAttribute("href");
    await page.goto(opened);
    const event = await page.locator("a[href^='/events/']").first().getAttribute("href");
    const pages = { windows: "/windows", staff: "/staff", window, due: "/due", case: opened, event, notices: "/notices",
      feeds: "/feeds", rejected: "/rejected", signals: "/signals", months: "/months", audit: "/audit", ratings: "/ratings", complaints: "/complaints",
      appeals: "/appeals", orders: "/orders", messages: "/messages", recipients: "/recipients", letters: "/letters",
      missing: "/nowhere" };
    for (const [name, address] of Object.entries(pages)) {
      const answer = await page.goto(address);
      assert.equal(answer.status(), name === "missing" ? 404 : 200, address);
      const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      await page.screenshot({ path: join(SCREENSHOTS, `${size.name}-${name}.png`) });
      assert.ok(over <= 0, `${size.name} ${address} is ${over} pixels too wide`);
    }
    await page.goto("/windows?lang=en");
    await page.screenshot({ path: join(SCREENSHOTS, `${size.name}-windows-en.png`) });
    // The one page that is not there says so to the browser as well.
    assert.deepEqual(wrong.filter((line) => !line.includes("/nowhere")), []);
    await page.click("header form.logout button");
    await page.waitForURL("**/login");
    await page.screenshot({ path: join(SCREENSHOTS, `${size.name}-login.png`) });
    await page.context().close();
  }
});

test("on paper there is no navigation", async () => {
  const { page } = await logIn(browser, demo, "auditor");
  await page.goto("/windows");
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.locator("header.top").isVisible(), false);
  assert.equal(await page.locator("form.filter").isVisible(), false);
  assert.ok(await page.locator("footer.printed").isVisible());
  await page.pdf({ path: join(SCREENSHOTS, "windows.pdf"), preferCSSPageSize: true });
});
