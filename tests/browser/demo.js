// Starts a demo county and a browser for the tests, and ends both.

import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { chromium } from "playwright-core";

const ROOT = resolve(import.meta.dirname, "../..");
const TARGET = process.env.CARGO_TARGET_DIR ?? join(ROOT, "target");
const READY_SECONDS_MAX = 180;

/** Where screenshots go. */
export const SCREENSHOTS = join(TARGET, "screenshots");

/** A Chromium of this machine: CHROMIUM, or the first of its usual names on the path. */
export function chromiumPath() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
  for (const folder of process.env.PATH.split(delimiter)) {
    const found = names.map((name) => join(folder, name)).find(existsSync);
    if (found) return found;
  }
  throw new Error("no Chromium found: install the package chromium, or name the program in CHROMIUM");
}

/** The program that is tested. */
export const PROGRAM = process.env.FLAGPOST ?? join(TARGET, "debug", "flagpost");

/** Starts a demo; answers its address, its logins by role, the folder of its messages, and how to end it. */
export async function startDemo() {
  const folder = mkdtempSync(join(tmpdir(), "flagpost-browser-"));
  const demo = spawn(PROGRAM, ["demo", "--dir", join(folder, "demo"), "--listen", "127.0.0.1:0", "--speed", "1"]);
  let said = "";
  const stop = async () => {
    demo.kill("SIGINT");
    await new Promise((ended) => (demo.exitCode === null ? demo.once("exit", ended) : ended()));
    rmSync(folder, { recursive: true, force: true });
  };
  const ready = new Promise((ready, failed) => {
    const late = setTimeout(() => failed(new Error(`the demo is not ready:\n${said}`)), READY_SECONDS_MAX * 1000);
    const hear = (text) => {
      said += text;
      const address = said.match(/http:\/\/[\d.:]+\//)?.[0];
      const logins = [...said.matchAll(/(\w+): \1 \/ (\S+)/g)];
      if (address && logins.length === 8) {
        clearTimeout(late);
        ready({ address, passwords: Object.fromEntries(logins.map(([, name, password]) => [name, password])) });
      }
    };
    demo.stdout.on("data", hear);
    demo.stderr.on("data", hear);
    demo.once("error", failed);
    demo.once("exit", (code) => failed(new Error(`the demo ended with ${code}:\n${said}`)));
  });
  try {
    return { ...(await ready), messages: join(folder, "demo", "messages"), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Starts the browser. */
export function startBrowser() {
  return chromium.launch({ executablePath: chromiumPath(), args: ["--no-sandbox", "--force-color-profile=srgb"] });
}

/** A page of a reader who has logged in. Whatever goes wrong on it, or leaves for elsewhere, is noted in `wrong`. */
export async function logIn(browser, demo, name, size = { width: 1440, height: 900 }, lang = "zh-CN") {
  const context = await browser.newContext({ viewport: size, locale: lang, baseURL: demo.address });
  const page = await context.newPage();
  const wrong = [];
  page.on("pageerror", (error) => wrong.push(`${page.url()}: ${error}`));
  page.on("console", (line) => line.type() === "error" && wrong.push(`${page.url()}: ${line.text()}`));
  page.on("request", (request) => request.url().startsWith(demo.address) || wrong.push(`leaves for ${request.url()}`));
  await page.goto("/");
  await page.fill("[name=name]", name);
  await page.fill("[name=password]", demo.passwords[name]);
  await page.click("form.login button");
  await page.waitForURL((url) => url.pathname !== "/login");
  return { page, wrong };
}
