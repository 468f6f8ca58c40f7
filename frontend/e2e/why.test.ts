import { describe, expect, it } from 'vitest';
import { expectAccessible, laptop, open, pageOf, picture, withBrowser } from './browser';

withBrowser();

describe('why something cannot be seen', () => {
  it('is told from a masked section: the right, the roles that carry it, whom to ask', async () => {
    const page = await pageOf('lanhdaotinh', laptop);
    await open(page, '/staff');
    const address = await page.locator('tbody th a').first().getAttribute('href');
    await open(page, address!);
    const family = page.getByRole('region', { name: 'Quan hệ gia đình' });
    await family.getByRole('button', { name: 'Vì sao?' }).focus();
    await page.keyboard.press('Enter');
    const drawer = page.getByRole('dialog', { name: 'Vì sao tôi không xem được?' });
    await drawer.getByRole('heading', { name: 'Vai trò có quyền này' }).waitFor();
    const text = (await drawer.textContent())!;
    expect(text).toMatch(/gia đình/);
    expect(text).toMatch(/Cán bộ tổ chức/);
    await expectAccessible(page);
    await picture(page, 'why-drawer');
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'hidden' });
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Vì sao?');
  });
});
