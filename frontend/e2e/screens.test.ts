import { describe, expect, it } from 'vitest';
import {
  ask,
  desktop,
  expectAccessible,
  expectNoSidewaysScroll,
  open,
  pageOf,
  phone,
  picture,
  withBrowser,
} from './browser';

withBrowser();

interface Ids {
  orgTree: { unit: { id: string; name: string }; depth: number; subtreePresent: number }[];
  staff: { edges: { node: { id: string } }[] };
  jobPositions: { totalCount: number };
}

/** Every screen, with the address of something that exists. */
async function screens(): Promise<[name: string, path: string][]> {
  const page = await pageOf('chuyenvien');
  const { orgTree, staff } = await ask<Ids>(
    page,
    `{ orgTree { unit { id name } depth subtreePresent } staff(first: 1) { edges { node { id } } } }`,
  );
  await page.context().close();
  const unit = orgTree.find(({ depth, subtreePresent }) => depth === 1 && subtreePresent > 0)!.unit.id;
  const person = staff.edges[0]!.node.id;
  return [
    ['home', '/'],
    ['org', '/org'],
    ['unit-people', `/org/${unit}`],
    ['unit-positions', `/org/${unit}?tab=positions`],
    ['unit-headcount', `/org/${unit}?tab=headcount`],
    ['unit-timeline', `/org/${unit}?tab=timeline`],
    ['position', '/position'],
    ['staff', '/staff'],
    ['staff-panel', `/staff?open=${encodeURIComponent(person)}`],
    ['staff-member', `/staff/${person}`],
    ['staff-timeline', `/staff/${person}?tab=timeline`],
    ['account', '/account'],
    ['decisions', '/decision'],
    ['over-quota', '/report/over-quota'],
    ['headcount-report', '/report/headcount?asOf=2020-12-31'],
    ['period-report', '/report/period'],
    ['import', '/exchange/import'],
    ['not-found', '/nowhere'],
  ];
}

describe('every screen', () => {
  it('passes axe at a desk and on a phone, and fits both', async () => {
    for (const [name, path] of await screens()) {
      for (const viewport of [desktop, phone]) {
        const page = await pageOf('chuyenvien', viewport);
        const faults: string[] = [];
        page.on('pageerror', (error) => faults.push(error.message));
        await open(page, path);
        await page.waitForTimeout(300);
        await picture(page, name);
        await expectNoSidewaysScroll(page);
        await expectAccessible(page);
        expect(faults, name).toEqual([]);
        await page.context().close();
      }
    }
  }, 300_000);
});

describe('the frame', () => {
  it('has a skip link that leads to the content', async () => {
    const page = await pageOf('chuyenvien');
    await open(page, '/');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
  });

  it('finds people and units from anywhere with Ctrl-K and goes there with Enter', async () => {
    const page = await pageOf('chuyenvien');
    await open(page, '/position');
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Tìm người và đơn vị' }).fill('so noi vu');
    await page.getByRole('option').first().waitFor();
    await picture(page, 'quick-search');
    await expectAccessible(page);
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/(org|staff)\//);
  });

  it('lists units without figures for a role that sees none', async () => {
    const page = await pageOf('quantri');
    await open(page, '/org');
    await page.getByRole('table', { name: 'Danh sách đơn vị' }).waitFor();
    await expectAccessible(page);
    await picture(page, 'org-without-figures');
    await page.locator('tbody th a').first().click();
    await page.getByRole('tab').first().waitFor();
    expect(await page.getByRole('tab').allTextContents()).toEqual(['Dòng thời gian']);
  });

  it('offers only the screens that a role may use', async () => {
    const page = await pageOf('canhan');
    await open(page, '/');
    const links = await page
      .getByRole('navigation', { name: 'Menu chính' })
      .getByRole('link')
      .allTextContents();
    expect(links).toContain('Hồ sơ của tôi');
    expect(links).not.toContain('Nhập dữ liệu');
    await expectAccessible(page);
    await picture(page, 'home-staff-member');
  });
});
