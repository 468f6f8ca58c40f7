import { describe, expect, it } from 'vitest';
import { expectAccessible, open, pageOf, picture, settled, withBrowser } from './browser';

withBrowser();

const range = /^1-\d+ của [\d.]+$/;

describe('the staff list', () => {
  it('finds by name without marks, says n of N, and keeps everything in the address', async () => {
    const page = await pageOf('chuyenvien');
    await open(page, '/staff');
    const all = await page.getByRole('status').filter({ hasText: range }).textContent();
    await page.getByRole('textbox', { name: 'Họ tên, số hiệu, số định danh' }).fill('nguyen duc');
    await page.waitForURL(/q=nguyen\+duc/);
    await settled(page);
    await expect.poll(() => page.getByRole('status').filter({ hasText: range }).textContent()).not.toBe(all);
    const first = await page.locator('tbody th a').first().textContent();
    expect(
      first!
        .normalize('NFD')
        .replace(/\p{Mark}/gu, '')
        .replace(/đ/gi, 'd')
        .toLowerCase(),
    ).toContain('nguyen');
    const names = await page.locator('tbody th a').allTextContents();
    await page.reload();
    await settled(page);
    expect(await page.locator('tbody th a').allTextContents()).toEqual(names);
  });

  it('filters by class with a chip that lifts the filter', async () => {
    const page = await pageOf('chuyenvien');
    await open(page, '/staff');
    await page.getByRole('button', { name: 'Đối tượng' }).click();
    await page.getByRole('checkbox', { name: 'Cán bộ', exact: true }).check();
    await page.waitForURL(/class=CADRE/);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Bỏ lọc: Đối tượng: Cán bộ' }).click();
    await expect.poll(() => page.url()).not.toContain('class=');
  });

  it('sorts, chooses columns, pages on and comes back with Back', async () => {
    const page = await pageOf('chuyenvien');
    await open(page, '/staff?size=20');
    await page.getByRole('button', { name: 'Ngày sinh' }).click();
    await page.waitForURL(/sort=BIRTH_DATE/);
    await settled(page);
    expect(await page.getByRole('columnheader', { name: 'Ngày sinh' }).getAttribute('aria-sort')).toBe(
      'ascending',
    );
    await page.getByRole('button', { name: 'Cột' }).click();
    await page.getByRole('checkbox', { name: 'Giới tính' }).check();
    await page.getByRole('columnheader', { name: 'Giới tính' }).waitFor();
    await page.keyboard.press('Escape');
    const first = await page.locator('tbody th a').first().textContent();
    await page.getByRole('button', { name: 'Trang sau' }).click();
    await page.waitForURL(/skip=20/);
    await settled(page);
    expect(
      await page
        .getByRole('status')
        .filter({ hasText: /^21-40 của/ })
        .count(),
    ).toBe(1);
    await page.goBack();
    await settled(page);
    await expect.poll(() => page.locator('tbody th a').first().textContent()).toBe(first);
  });

  it('opens a person beside the list with a click, and on a page of their own with Ctrl-click', async () => {
    const page = await pageOf('chuyenvien');
    await open(page, '/staff');
    const link = page.locator('tbody th a').nth(2);
    const name = await link.textContent();
    await link.click();
    await page.waitForURL(/open=/);
    const panel = page.getByRole('dialog');
    await panel.getByRole('heading', { name: name! }).waitFor();
    await picture(page, 'staff-panel-open');
    await page.keyboard.press('Escape');
    await expect.poll(() => page.url()).not.toContain('open=');
    const [other] = await Promise.all([
      page.context().waitForEvent('page'),
      link.click({ modifiers: ['ControlOrMeta'] }),
    ]);
    await other.waitForURL(/\/staff\/.+/);
    await other.getByRole('heading', { level: 1, name: name! }).waitFor();
  });

  it('walks the rows with the arrows', async () => {
    const page = await pageOf('chuyenvien');
    await open(page, '/staff');
    await page.locator('tbody th a').first().focus();
    await page.keyboard.press('ArrowDown');
    const second = await page.locator('tbody th a').nth(1).textContent();
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(second);
  });
});

describe('a person', () => {
  it('has the sections of the official form and a timeline with decisions', async () => {
    const page = await pageOf('chuyenvien');
    await open(page, '/staff');
    await page.locator('tbody th a').first().click({ modifiers: [] });
    await page.getByRole('link', { name: 'Mở toàn bộ hồ sơ' }).click();
    await page.waitForURL(/\/staff\/.+/);
    const main = page.getByRole('main'); // the side panel is still closing
    await main.getByRole('heading', { level: 2, name: 'Thông tin chung' }).waitFor();
    await settled(page);
    const sections = await main.getByRole('heading', { level: 2 }).allTextContents();
    expect(sections.slice(0, 4)).toEqual([
      'Thông tin chung',
      'Nhân thân, giấy tờ và nơi ở',
      'Tuyển dụng, chức vụ và ngạch',
      'Trình độ',
    ]);
    await page.getByRole('tab', { name: 'Dòng thời gian' }).click();
    const timeline = page.getByRole('list', { name: 'Dòng thời gian' });
    await timeline.getByRole('listitem').first().waitFor();
    await timeline.getByRole('link', { name: /^QĐ / }).first().click();
    await page.waitForURL(/\/decision\//);
    await settled(page);
    await expect.poll(() => page.getByRole('heading', { level: 1 }).textContent()).toMatch(/Quyết định/);
    await expectAccessible(page);
    await picture(page, 'decision');
  });

  it('shows a lock and the missing right where a role may not read', async () => {
    const page = await pageOf('lanhdaotinh');
    await open(page, '/staff');
    const address = await page.locator('tbody th a').first().getAttribute('href');
    await open(page, address!);
    const family = page.getByRole('region', { name: 'Quan hệ gia đình' });
    await expect.poll(() => family.textContent()).toContain('Quyền còn thiếu: xem quan hệ gia đình');
    await expectAccessible(page);
    await picture(page, 'staff-hidden');
  });
});
