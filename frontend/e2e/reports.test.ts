import { describe, expect, it } from 'vitest';
import { open, pageOf, picture, settled, withBrowser } from './browser';

withBrowser();

describe('the headcount report', () => {
  it('on 31/12/2020 shows the published figures, service units over their quota', async () => {
    const page = await pageOf('chuyenvien');
    await open(page, '/report/headcount?asOf=2020-12-31');
    const table = page.getByRole('table', { name: 'Biên chế theo loại' });
    const cells = async (name: RegExp) =>
      (await table.getByRole('row', { name }).getByRole('cell').allTextContents()).slice(0, 3);
    expect(await cells(/hành chính/)).toEqual(['2.001', '1.957', '44']);
    expect(await cells(/sự nghiệp/)).toEqual(['33.317', '33.928', 'vượt −611']);
    expect(await cells(/cấp xã.*4.938/)).toEqual(['4.938', '4.864', '74']);
    expect(await cells(/Tổng cộng/)).toEqual(['41.051', '41.544', 'vượt −493']);
    await picture(page, 'headcount-report-2020');
  });

  it('on 31/12/2011 has no row for a category that did not exist', async () => {
    const page = await pageOf('chuyenvien');
    await open(page, '/report/headcount?asOf=2011-12-31');
    const table = page.getByRole('table', { name: 'Biên chế theo loại' });
    expect(await table.getByRole('row').count()).toBe(1 + 3 + 1);
    await expect.poll(() => table.getByRole('row', { name: /Tổng cộng/ }).textContent()).toContain('38.127');
  });

  it('drills down from the province to a unit and to the people behind a figure', async () => {
    const page = await pageOf('chuyenvien');
    await open(page, '/report/headcount?asOf=2020-12-31');
    const units = page.getByRole('table', { name: 'Theo đơn vị trực thuộc' });
    const link = units.locator('th a[href^="/report/headcount"]').first();
    const name = await link.textContent();
    const present = await units
      .getByRole('row', { name: name! })
      .first()
      .getByRole('cell')
      .nth(1)
      .textContent();
    await link.click();
    await page.waitForURL(/unit=/);
    await settled(page);
    expect(page.url()).toContain('asOf=2020-12-31');
    const total = page
      .getByRole('table', { name: 'Biên chế theo loại' })
      .getByRole('row', { name: /Tổng cộng/ });
    await expect.poll(() => total.getByRole('cell').nth(1).textContent()).toBe(present);
    await total.getByRole('link').click();
    await page.waitForURL(/\/staff\?.*unit=/);
    await settled(page);
    expect(
      await page
        .getByRole('status')
        .filter({ hasText: /^1-\d+ của / })
        .textContent(),
    ).toContain(`của ${present}`);
  });

  it('has a chart with its figures in a table beside it', async () => {
    const page = await pageOf('chuyenvien');
    await open(page, '/report/headcount?asOf=2020-12-31');
    await page.getByRole('img', { name: /Biểu đồ đường/ }).scrollIntoViewIfNeeded();
    await page.locator('svg text', { hasText: 'Giao' }).first().waitFor();
    const history = page.getByRole('table', { name: 'Giao và có mặt qua các năm' });
    await expect
      .poll(() => history.getByRole('row', { name: /31\/12\/2015/ }).textContent())
      .toContain('44.530');
    await picture(page, 'headcount-chart');
  });
});

describe('the period report', () => {
  it('puts the published figure and the gap beside the computed one', async () => {
    const page = await pageOf('chuyenvien');
    await open(page, '/report/period');
    await page.getByRole('columnheader', { name: 'So với công bố' }).first().waitFor();
    expect(await page.getByText('khớp').count()).toBeGreaterThan(5);
    await page.getByRole('checkbox', { name: 'Chỉ số liệu có chênh lệch' }).check();
    await page.waitForURL(/only=gaps/);
    await expect.poll(() => page.getByText('khớp').count()).toBe(0);
    await picture(page, 'period-report-gaps');
  });

  it('refuses a period that ends before it starts, without asking the server', async () => {
    const page = await pageOf('chuyenvien');
    await open(page, '/report/period?from=2020-12-31&to=2011-01-01');
    await page.getByRole('heading', { name: 'Ngày bắt đầu sau ngày kết thúc' }).waitFor();
  });
});

describe('a past date', () => {
  it('is chosen in the bar, said on every page, kept from page to page, and left with one click', async () => {
    const page = await pageOf('chuyenvien');
    await open(page, '/');
    const today = await page.getByRole('main').textContent();
    await page.getByLabel('Ngày hiệu lực').click();
    await page.getByLabel('Ngày hiệu lực').fill('31/12/2020');
    await page.keyboard.press('Enter');
    await page.waitForURL(/asOf=2020-12-31/);
    await page.getByText('Đang xem dữ liệu có hiệu lực ngày 31/12/2020.').waitFor();
    await settled(page);
    await expect.poll(() => page.getByRole('main').textContent()).not.toBe(today);
    await expect.poll(() => page.getByRole('main').textContent()).toContain('41.051');
    await picture(page, 'home-past');
    await page
      .getByRole('navigation', { name: 'Menu chính' })
      .getByRole('link', { name: 'Hồ sơ CBCCVC' })
      .click();
    await page.waitForURL(/\/staff\?asOf=2020-12-31/);
    await settled(page);
    await page.getByRole('button', { name: 'Về hôm nay' }).click();
    await expect.poll(() => page.url()).not.toContain('asOf');
  });

  it('is offered by name: the eve of the two-tier model', async () => {
    const page = await pageOf('chuyenvien');
    await open(page, '/org');
    await page.getByLabel('Ngày hiệu lực').click();
    await page.getByText('Trước sắp xếp 01/07/2025').click();
    await page.waitForURL(/asOf=2025-06-30/);
    await settled(page);
    await page.getByRole('treegrid').waitFor();
  });
});
