import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  expectAccessible,
  expectFit,
  expectNoSidewaysScroll,
  laptop,
  open,
  pageOf,
  password,
  phone,
  picture,
  settled,
  withBrowser,
} from './browser';
import { startProvider } from './identity-provider';

withBrowser();

describe('signing in', () => {
  it('refuses a wrong password with a sentence and lets a right one in where it wanted to go', async () => {
    const page = await pageOf(undefined);
    await page.goto('/staff?q=nguyen');
    await page.waitForURL(/\/sign-in/);
    await expectAccessible(page);
    await picture(page, 'sign-in');

    await page.getByLabel('Tên đăng nhập').fill('chuyenvien');
    await page.getByLabel('Mật khẩu').fill(`${password}-sai`);
    await page.getByRole('button', { name: 'Đăng nhập' }).click();
    await page.getByRole('alert').waitFor();
    await expect.poll(() => page.getByRole('alert').textContent()).toMatch(/mật khẩu/i);

    await page.getByLabel('Mật khẩu').fill(password);
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/staff\?q=nguyen/);
    await page.getByRole('heading', { level: 1, name: 'Hồ sơ CBCCVC' }).waitFor();
  });

  it('says who is in, switches the language and lets out', async () => {
    const page = await pageOf('chuyenvien');
    await open(page, '/');
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    await picture(page, 'home-english');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Tiếng Việt' }).click();
    await page.getByRole('heading', { level: 1, name: 'Tổng quan' }).waitFor();
  });

  it('ends the session for good on signing out', async () => {
    const page = await pageOf(undefined);
    await page.goto('/sign-in');
    await page.getByLabel('Tên đăng nhập').fill('thanhtra');
    await page.getByLabel('Mật khẩu').fill(password);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Tổng quan' }).waitFor();
    await page.locator('header button[aria-haspopup="menu"]').first().click();
    await page.getByRole('menuitem', { name: 'Đăng xuất' }).click();
    await page.waitForURL(/\/sign-in/);
    await page.goto('/staff');
    await page.waitForURL(/\/sign-in/);
  });

  it('fits a phone', async () => {
    const page = await pageOf(undefined, phone);
    await page.goto('/sign-in');
    await page.getByLabel('Tên đăng nhập').waitFor();
    await expectNoSidewaysScroll(page);
    await picture(page, 'sign-in');
  });
});

const evidence = 'Hợp đồng thuê bao số 12';

/** A form that has been begun and not sent. */
async function halfWritten(page: Page) {
  await open(page, '/');
  await page.getByRole('main').getByRole('link', { name: 'Hồ sơ của tôi' }).click();
  await page.waitForURL(/\/staff\/.+/);
  await settled(page);
  await page.getByRole('button', { name: 'Đề nghị cập nhật' }).click();
  await page.getByRole('dialog').getByLabel('Tên gọi khác').fill('Tên thử');
  await page.getByRole('dialog').getByLabel('Minh chứng').fill(evidence);
}

async function signInAs(page: Page, account: string) {
  await page.goto('/sign-in');
  await page.getByLabel('Tên đăng nhập').fill(account);
  await page.getByLabel('Mật khẩu').fill(password);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Tổng quan' }).waitFor();
}

const cover = (page: Page) => page.getByRole('dialog', { name: 'Màn hình đã khóa' });

async function unlock(page: Page) {
  await cover(page).getByLabel('Mật khẩu').fill(password);
  await page.keyboard.press('Enter');
  await cover(page).waitFor({ state: 'detached' });
}

describe('a locked screen', () => {
  it('hides the page from sight and from screen readers, and gives it back as it was', async () => {
    const page = await pageOf(undefined, laptop);
    await signInAs(page, 'canhan');
    await halfWritten(page);
    await page.evaluate(() =>
      (document.querySelector('header [aria-haspopup="menu"]') as HTMLElement).click(),
    );
    await page.getByRole('menuitem', { name: 'Khóa màn hình' }).click();
    await cover(page).waitFor();
    expect(await page.getByRole('textbox').count()).toBe(1);
    expect(await page.getByLabel('Minh chứng').isVisible()).toBe(false);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await cover(page).waitFor();
    await expectAccessible(page);
    await picture(page, 'locked');

    await cover(page).getByLabel('Mật khẩu').fill('sai');
    await page.keyboard.press('Enter');
    await cover(page).getByRole('alert').waitFor();
    await picture(page, 'locked-wrong');
    await unlock(page);
    expect(await page.getByRole('dialog').getByLabel('Minh chứng').inputValue()).toBe(evidence);
  });

  it('is shown when the server has locked the session, and what was refused is asked again', async () => {
    const page = await pageOf(undefined, phone);
    await signInAs(page, 'canhan');
    const lock = await page.request.post('/api/session/lock');
    expect(lock.status()).toBe(204);
    await page.getByRole('main').getByRole('link', { name: 'Hồ sơ của tôi' }).click();
    await cover(page).waitFor();
    await expectNoSidewaysScroll(page);
    await picture(page, 'locked');
    await unlock(page);
    await page.getByRole('heading', { level: 2, name: 'Thông tin chung' }).waitFor();
    await page.request.post('/api/session/lock');
    await page.reload();
    await unlock(page);
    await page.getByRole('heading', { level: 2, name: 'Thông tin chung' }).waitFor();
  });

  it('closes and opens in all windows of a browser together', async () => {
    const one = await pageOf(undefined, laptop);
    await signInAs(one, 'canhan');
    const other = await one.context().newPage();
    await open(other, '/org');
    await one.locator('header button[aria-haspopup="menu"]').first().click();
    await one.getByRole('menuitem', { name: 'Khóa màn hình' }).click();
    await cover(other).waitFor();
    await unlock(other);
    await cover(one).waitFor({ state: 'detached' });
  });

  it('gives the draft back when the session has ended and the same person signs in again', async () => {
    const page = await pageOf(undefined, laptop);
    await signInAs(page, 'canhan');
    await halfWritten(page);
    await page.request.delete('/api/session');
    await page.getByRole('dialog').getByRole('button', { name: 'Gửi đề nghị' }).click();
    await page.waitForURL(/\/sign-in/);
    await page.getByLabel('Tên đăng nhập').fill('canhan');
    await page.getByLabel('Mật khẩu').fill(password);
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/staff\/.+/);
    await settled(page);
    await page.getByRole('button', { name: 'Đề nghị cập nhật' }).click();
    expect(await page.getByRole('dialog').getByLabel('Minh chứng').inputValue()).toBe(evidence);
  });
});

describe('the end of a session', () => {
  it('is told ahead, over a form that is open, and moved by signing in again with the form kept', async () => {
    const page = await pageOf(undefined, laptop);
    await signInAs(page, 'canhan');
    let near = true;
    await page.route('**/api/session', async (route) => {
      if (route.request().method() === 'POST') near = false;
      if (route.request().method() !== 'GET' || !near) return route.continue();
      const answer = await route.fetch();
      const expiresAt = new Date(Date.now() + 9 * 60_000).toISOString();
      return route.fulfill({ response: answer, json: { ...(await answer.json()), expiresAt } });
    });
    await halfWritten(page);
    const notice = page.getByRole('status').filter({ hasText: 'Phiên làm việc sẽ kết thúc lúc' });
    await notice.waitFor();
    await expectFit(page, 'session-end');
    await notice.getByRole('button', { name: 'Đăng nhập lại' }).click();
    const dialog = page.getByRole('dialog', { name: 'Đăng nhập lại' });
    await dialog.getByLabel('Mật khẩu').fill(password);
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    await notice.waitFor({ state: 'detached' });
    expect(await page.getByRole('dialog').getByLabel('Minh chứng').inputValue()).toBe(evidence);
  });
});

describe('a sensitive act', () => {
  it('asks for the password once more and is then done; given up, it stays refused', async () => {
    const page = await pageOf(undefined, laptop);
    await signInAs(page, 'canhan');
    let refusals = 2;
    await page.route('**/graphql', async (route) => {
      if (refusals === 0 || !route.request().postData()?.includes('endOtherSessions'))
        return route.continue();
      refusals -= 1;
      const extensions = { code: 'FORBIDDEN', confirm: true };
      return route.fulfill({ json: { data: null, errors: [{ message: 'Cần xác nhận lại.', extensions }] } });
    });
    const elsewhere = await pageOf(undefined, laptop);
    await signInAs(elsewhere, 'canhan');
    await open(page, '/account');
    await page.getByRole('button', { name: 'Kết thúc mọi phiên khác' }).click();
    const dialog = page.getByRole('dialog', { name: 'Xác nhận người thực hiện' });
    await dialog.waitFor();
    await expectAccessible(page);
    expect(await dialog.getByLabel('Mật khẩu').evaluate((input) => input === document.activeElement)).toBe(
      true,
    );
    await picture(page, 'confirm');
    await dialog.getByRole('button', { name: 'Hủy' }).click();
    await page.getByText('Cần xác nhận lại.').waitFor();
    await page.getByRole('button', { name: 'Kết thúc mọi phiên khác' }).click();
    await dialog.getByLabel('Mật khẩu').fill(password);
    await page.keyboard.press('Enter');
    await page.getByText('Đã kết thúc mọi phiên khác.').waitFor();
  });
});

const issuer = process.env.BIENCHE_OIDC_ISSUER;

describe.skipIf(!issuer)('signing in at the provider of the province', () => {
  let provider: Awaited<ReturnType<typeof startProvider>>;
  beforeAll(async () => {
    provider = await startProvider(issuer!);
  });
  afterAll(() => provider.stop());

  async function enterAs(page: Page, name: string) {
    await page.getByRole('link', { name: /^Đăng nhập bằng/ }).click();
    await page.waitForURL((url) => url.href.startsWith(issuer!));
    await page.getByLabel('Name').fill(name);
    await page.getByRole('button', { name: 'Continue' }).click();
  }

  it('leads back to where one wanted to go, with no password of ours', async () => {
    const page = await pageOf(undefined, laptop);
    await page.goto('/staff?q=nguyen');
    await page.waitForURL(/\/sign-in/);
    await page.getByRole('link', { name: /^Đăng nhập bằng/ }).waitFor();
    await expectAccessible(page);
    await picture(page, 'sign-in-provider');
    await enterAs(page, 'chuyenvien');
    await page.waitForURL(/\/staff\?q=nguyen/);
    await page.getByRole('heading', { level: 1, name: 'Hồ sơ CBCCVC' }).waitFor();
    await open(page, '/account');
    await page.getByText('Phiên này').waitFor();
  });

  it('says so when no account here belongs to who the provider names', async () => {
    const page = await pageOf(undefined);
    await page.goto('/sign-in');
    await enterAs(page, 'nguoi-la');
    await page.getByRole('alert').getByText('Không có tài khoản đang hoạt động').waitFor();
  });

  it('opens a locked screen by going there once more', async () => {
    const page = await pageOf(undefined, laptop);
    await page.goto('/sign-in');
    await enterAs(page, 'thanhtra');
    await page.getByRole('heading', { level: 1, name: 'Tổng quan' }).waitFor();
    await open(page, '/staff?q=nguyen');
    await page.locator('header button[aria-haspopup="menu"]').first().click();
    await page.getByRole('menuitem', { name: 'Khóa màn hình' }).click();
    await cover(page).getByRole('link', { name: 'Xác nhận qua hệ thống định danh' }).waitFor();
    expect(await cover(page).getByLabel('Mật khẩu').count()).toBe(0);
    await picture(page, 'locked-provider');
    await cover(page).getByRole('link', { name: 'Xác nhận qua hệ thống định danh' }).click();
    await page.getByLabel('Name').fill('thanhtra');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.waitForURL(/\/staff\?q=nguyen/);
    await page.getByRole('heading', { level: 1, name: 'Hồ sơ CBCCVC' }).waitFor();
    expect(await cover(page).count()).toBe(0);
  });
});
