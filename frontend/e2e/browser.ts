import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';

function required(name: string): string {
  const value = process.env[name];
  if (!value)
    throw new Error(`${name} is not set: the browser tests need a running server and its demo password`);
  return value;
}

export const address = required('BIENCHE_E2E_URL').replace(/\/$/, '');
export const password = required('BIENCHE_DEMO_PASSWORD');
const screenshots = process.env.BIENCHE_E2E_SCREENSHOTS;
const executablePath = process.env.CHROMIUM || '/usr/bin/chromium';
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export const desktop = { width: 1440, height: 900 };
/** The screen of most offices. */
export const laptop = { width: 1366, height: 768 };
export const phone = { width: 390, height: 844 };

let browser: Browser;
const sessions = new Map<string, Awaited<ReturnType<BrowserContext['storageState']>>>();
const accounts = new WeakMap<BrowserContext, string>();
const tokens = new Map<string, string>();

/** Starts the browser for a test file and ends it with the file. */
export function withBrowser(): void {
  beforeAll(async () => {
    if (!existsSync(executablePath)) {
      throw new Error(
        `${executablePath} is missing: apt-get install -y chromium, or name a browser in CHROMIUM`,
      );
    }
    browser = await chromium.launch({
      executablePath,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    });
  });
  afterAll(async () => {
    await browser?.close();
  });
}

/** A page of a person who has signed in; one sign-in per account and test file. Nobody, when no account is given. */
export async function pageOf(account: string | undefined, viewport = desktop): Promise<Page> {
  const context = await browser.newContext({
    viewport,
    locale: 'vi-VN',
    baseURL: address,
    storageState: account === undefined ? undefined : sessions.get(account),
  });
  if (account !== undefined && !sessions.has(account)) {
    const answer = await context.request.post('/api/session', { data: { username: account, password } });
    expect(answer.status(), `sign-in of ${account}`).toBe(200);
    sessions.set(account, await context.storageState());
  }
  if (account !== undefined) accounts.set(context, account);
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  return page;
}

/** Opens a page and waits until it has its heading and nothing is loading. */
export async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await settled(page);
}

export async function settled(page: Page): Promise<void> {
  await page.locator('h1, h2').first().waitFor();
  await page.waitForFunction(() => {
    const busy = document.querySelector('[aria-busy="true"], [data-skeleton]');
    return busy === null;
  });
}

/** No finding of axe by WCAG 2.1 A and AA on the page as it stands. */
export async function expectAccessible(page: Page): Promise<void> {
  // The page's own content policy forbids foreign scripts; the debugger's evaluate is not bound by it.
  await page.evaluate(axeSource);
  const findings = await page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run: (options: object) => Promise<{ violations: Finding[] }> };
    };
    type Finding = { id: string; help: string; nodes: { html: string }[] };
    const { violations } = await axe.run({
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'],
    });
    return violations.map(
      ({ id, help, nodes }) => `${id}: ${help}\n  ${nodes.map(({ html }) => html).join('\n  ')}`,
    );
  });
  expect(findings.join('\n')).toBe('');
}

/** Keeps a picture when BIENCHE_E2E_SCREENSHOTS names a folder. */
export async function picture(page: Page, name: string): Promise<void> {
  if (!screenshots) return;
  mkdirSync(screenshots, { recursive: true });
  await page.screenshot({ path: join(screenshots, `${name}-${page.viewportSize()!.width}.png`) });
}

/** Nothing of the page is wider than the screen: no scrolling sideways. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(over).toBeLessThanOrEqual(0);
}

/** The page as it stands, at a desk and on a phone: axe finds nothing, and nothing is wider than the screen. */
export async function expectFit(page: Page, name: string): Promise<void> {
  const before = page.viewportSize()!;
  for (const viewport of [phone, laptop]) {
    await page.setViewportSize(viewport);
    await settled(page);
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
    await picture(page, name);
  }
  await page.setViewportSize(before);
}

/** A token of an account, made by the program beside the server. */
function tokenOf(account: string): string {
  const known = tokens.get(account);
  if (known !== undefined) return known;
  const program = process.env.BIENCHE_E2E_PROGRAM ?? new URL('../../bin/bienche', import.meta.url).pathname;
  const token = execFileSync(program, ['token', 'create', '--user', account, '--days', '1'], {
    encoding: 'utf8',
  }).trim();
  tokens.set(account, token);
  return token;
}

/** A question to the API with the rights of the page's account; a session may ask only what the application asks. */
export async function ask<Data>(page: Page, query: string, variables: object = {}): Promise<Data> {
  const account = accounts.get(page.context());
  expect(account, 'the page is nobody’s').toBeDefined();
  const answer = await page.request.post('/graphql', {
    data: { query, variables },
    headers: { Authorization: `Bearer ${tokenOf(account!)}` },
  });
  const { data, errors } = (await answer.json()) as { data: Data; errors?: { message: string }[] };
  expect(errors, query).toBeUndefined();
  return data;
}
