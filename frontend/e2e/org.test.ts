import { describe, expect, it } from 'vitest';
import { ask, open, pageOf, settled, withBrowser } from './browser';

withBrowser();

describe('the unit tree', () => {
  it('opens, walks and enters units by keyboard alone', async () => {
    const page = await pageOf('chuyenvien');
    await open(page, '/org');
    const grid = page.getByRole('treegrid');
    await grid.getByRole('row').nth(1).focus();
    await page.keyboard.press('ArrowDown');
    const closed = page.locator('[role="row"][aria-expanded="false"]').first();
    await closed.focus();
    const before = Number(await grid.getAttribute('aria-rowcount'));
    await page.keyboard.press('ArrowRight');
    await expect.poll(async () => Number(await grid.getAttribute('aria-rowcount'))).toBeGreaterThan(before);
    await page.keyboard.press('ArrowDown');
    const name = await page.evaluate(
      () => document.activeElement?.querySelector('[role="rowheader"]')?.textContent,
    );
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/org\/.+/);
    await settled(page);
    await expect.poll(() => page.getByRole('heading', { level: 1 }).textContent()).toBe(name);
  });

  it('holds the whole province and only the rows in sight in the page', async () => {
    const page = await pageOf('chuyenvien');
    const { orgTree } = await ask<{ orgTree: unknown[] }>(page, '{ orgTree { depth } }');
    await open(page, '/org');
    await page.getByRole('textbox', { name: 'Lọc theo tên hoặc mã đơn vị' }).fill('truong');
    await page.waitForURL(/q=truong/);
    const grid = page.getByRole('treegrid');
    await expect.poll(async () => Number(await grid.getAttribute('aria-rowcount'))).toBeGreaterThan(50);
    expect(Number(await grid.getAttribute('aria-rowcount'))).toBeLessThanOrEqual(orgTree.length + 1);
    expect(await grid.getByRole('row').count()).toBeLessThan(80);
    await grid.getByRole('row').nth(1).focus();
    await page.keyboard.press('End');
    const last = await grid.getAttribute('aria-rowcount');
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-rowindex')))
      .toBe(last);
  });

  it('shows a unit over its quota in red with the word', async () => {
    const page = await pageOf('chuyenvien');
    await open(page, '/org?asOf=2020-12-31&only=over');
    const row = page.getByRole('treegrid').getByRole('row').filter({ hasText: 'vượt' }).first();
    await expect.poll(() => row.textContent()).toMatch(/vượt −\d/);
  });
});

describe('a unit', () => {
  it('shows people, positions, headcount and timeline, each with its own address', async () => {
    const page = await pageOf('nhansu');
    const { viewer } = await ask<{ viewer: { unit: { id: string; name: string } } }>(
      page,
      '{ viewer { unit { id name } } }',
    );
    await open(page, `/org/${viewer.unit.id}`);
    await expect.poll(() => page.getByRole('heading', { level: 1 }).textContent()).toBe(viewer.unit.name);
    for (const [tab, param] of [
      ['Vị trí việc làm', 'positions'],
      ['Biên chế', 'headcount'],
      ['Dòng thời gian', 'timeline'],
    ] as const) {
      await page.getByRole('tab', { name: tab }).click();
      await page.waitForURL(new RegExp(`tab=${param}`));
      await settled(page);
    }
    await page.getByRole('tab', { name: 'Dòng thời gian' }).press('Home');
    await page.waitForURL(/tab=people/);
    await page.getByRole('table').first().waitFor();
  });
});
