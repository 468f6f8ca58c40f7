import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { expectAccessible, pageOf, picture, withBrowser } from './browser';

withBrowser();

/** Goes to the provider from the sign-in page, and says there who one is. */
async function identify(page: Page, name: string) {
  await page.getByRole('link', { name: 'Đăng nhập bằng Định danh tỉnh' }).click();
  await page.getByLabel('Danh tính').fill(name);
  await page.getByRole('button', { name: 'Tiếp tục' }).click();
}

describe('signing in at the identity provider of the province', () => {
  it('lets a person with an account in, to where they wanted to go', async () => {
    const page = await pageOf(undefined);
    await page.goto('/staff?q=nguyen');
    await page.waitForURL(/\/sign-in/);
    await page.getByLabel('Mật khẩu').waitFor();
    await picture(page, 'sign-in-provider');
    await expectAccessible(page);
    await identify(page, 'chuyenvien');
    await page.waitForURL(/\/staff\?q=nguyen/);
    await page.getByRole('heading', { level: 1, name: 'Hồ sơ CBCCVC' }).waitFor();
    const cookies = await page.context().cookies();
    expect(cookies.filter(({ name }) => name.startsWith('bienche')).map(({ name }) => name)).toEqual([
      'bienche',
    ]);
  });

  it('tells a person without an account so, and opens nothing', async () => {
    const page = await pageOf(undefined);
    await page.goto('/sign-in');
    await identify(page, 'nguoila');
    await page.getByText('Không có tài khoản đang hoạt động nào ứng với danh tính này').waitFor();
    expect((await page.request.get('/api/session')).status()).toBe(401);
  });
});
