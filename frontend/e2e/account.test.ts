import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import {
  ask,
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
import { totp } from './totp';

withBrowser();

async function signIn(page: Page, username: string, secret: string): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel('Tên đăng nhập').fill(username);
  await page.getByLabel('Mật khẩu').fill(secret);
  await page.keyboard.press('Enter');
}

async function signOut(page: Page): Promise<void> {
  await page.locator('header button[aria-haspopup="menu"]').first().click();
  await page.getByRole('menuitem', { name: 'Đăng xuất' }).click();
  await page.waitForURL(/\/sign-in/);
}

/** A new account with the password that was given for it. */
async function newAccount(): Promise<{ username: string; given: string }> {
  const admin = await pageOf('quantri');
  const username = `thu-${Date.now()}`;
  const created = await ask<{ createUser: { user: { id: string; version: number } } }>(
    admin,
    'mutation($input: CreateUserInput!) { createUser(input: $input) { user { id version } } }',
    { input: { clientRequestId: crypto.randomUUID(), username, displayName: 'Người dùng thử' } },
  );
  const reset = await ask<{ resetPassword: { password: string } }>(
    admin,
    'mutation($input: ResetPasswordInput!) { resetPassword(input: $input) { password } }',
    { input: { clientRequestId: crypto.randomUUID(), ...created.createUser.user } },
  );
  await admin.context().close();
  return { username, given: reset.resetPassword.password };
}

describe('the own account', () => {
  it('changes a given password first, then sets up a second factor and signs in with it', async () => {
    const { username, given } = await newAccount();
    const page = await pageOf(undefined, laptop);
    await signIn(page, username, given);
    await page.getByRole('heading', { name: 'Đổi mật khẩu' }).waitFor();
    await expectFit(page, 'password-given');
    const own = 'một con cò bay lả bay la';
    await page.getByLabel('Mật khẩu hiện tại').fill(given);
    await page.getByLabel('Mật khẩu mới', { exact: true }).fill(own);
    await page.getByLabel('Nhập lại mật khẩu mới').fill('khác');
    await page.keyboard.press('Enter');
    await page.getByText('Hai lần nhập mật khẩu mới không giống nhau.').waitFor();
    await page.getByLabel('Nhập lại mật khẩu mới').fill(own);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Tổng quan' }).waitFor();

    await open(page, '/account?tab=second-factor');
    await page.getByRole('button', { name: 'Thiết lập' }).click();
    await page.getByRole('img', { name: /Mã QR/ }).waitFor();
    const secret = (await page.locator('code').textContent())!;
    await expectFit(page, 'totp-enrol');
    await page.getByLabel('Mã xác thực').fill('000000');
    await page.getByRole('button', { name: 'Bật' }).click();
    await expect.poll(() => page.getByLabel('Mã xác thực').getAttribute('aria-invalid')).toBe('true');
    await expectFit(page, 'totp-wrong');
    await page.getByLabel('Mã xác thực').fill(totp(secret));
    await page.getByRole('button', { name: 'Bật' }).click();
    const codes = page.getByRole('list', { name: 'Mã dự phòng' }).getByRole('listitem');
    await codes.first().waitFor();
    const recovery = (await codes.first().textContent())!;
    await expectFit(page, 'recovery-codes');
    await page.getByRole('button', { name: 'Đã giữ xong' }).click();
    await page.getByText('Xác thực hai bước đang bật.').waitFor();
    await expectFit(page, 'second-factor-on');
    await signOut(page);

    await signIn(page, username, own);
    await page.getByLabel('Mã xác thực').waitFor();
    await expectFit(page, 'sign-in-code');
    await page.keyboard.type(totp(secret, 1));
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Tổng quan' }).waitFor();
    await signOut(page);

    await signIn(page, username, own);
    await page.getByRole('button', { name: 'Dùng mã dự phòng' }).click();
    await page.getByLabel('Mã dự phòng').fill('sai-sai-sai');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').filter({ hasText: 'Mã dự phòng không đúng' }).waitFor();
    await expectFit(page, 'sign-in-recovery');
    await page.getByLabel('Mã dự phòng').fill(recovery);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Tổng quan' }).waitFor();
    await open(page, '/account?tab=second-factor');
    await page.getByText(/Còn \d+ mã dự phòng/).waitFor();
    await page.getByRole('button', { name: 'Tắt', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Tắt', exact: true }).click();
    await page.getByRole('button', { name: 'Thiết lập' }).waitFor();
  }, 120_000);

  it('lists where one is signed in, and whoever is ended there is out at the next click', async () => {
    const here = await pageOf(undefined, laptop);
    await signIn(here, 'thanhtra', password);
    await here.getByRole('heading', { level: 1, name: 'Tổng quan' }).waitFor();
    const there = await pageOf(undefined, phone);
    await signIn(there, 'thanhtra', password);
    await there.getByRole('heading', { level: 1, name: 'Tổng quan' }).waitFor();

    await here.locator('header button[aria-haspopup="menu"]').first().click();
    await here.getByRole('menuitem', { name: 'Tài khoản của tôi' }).click();
    await here.waitForURL(/\/account/);
    await settled(here);
    await here.getByText('Phiên này').waitFor();
    await picture(here, 'account-sessions');
    await expectAccessible(here);
    await open(there, '/account');
    await picture(there, 'account-sessions');
    await expectNoSidewaysScroll(there);
    await expectAccessible(there);

    await here.getByRole('button', { name: 'Kết thúc mọi phiên khác' }).click();
    await here.getByText('Đã kết thúc mọi phiên khác.').waitFor();
    await expect.poll(() => here.getByRole('button', { name: /^Kết thúc phiên trên/ }).count()).toBe(0);
    await there.getByRole('link', { name: 'Biên Chế' }).click();
    await there.waitForURL(/\/sign-in/);
    await open(here, '/account');
    await here.getByText('Phiên này').waitFor();
  });
});
