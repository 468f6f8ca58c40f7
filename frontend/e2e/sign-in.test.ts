import { describe, expect, it } from 'vitest';
import {
  expectAccessible,
  expectNoSidewaysScroll,
  open,
  pageOf,
  password,
  phone,
  picture,
  settled,
  withBrowser,
} from './browser';

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
    expect(await page.getByRole('alert').textContent()).toMatch(/mật khẩu/i);

    await page.getByLabel('Mật khẩu').fill(password);
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/staff\?q=nguyen/);
    await settled(page);
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Hồ sơ CBCCVC');
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
    await page.locator('header button[aria-haspopup="menu"]').click();
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
