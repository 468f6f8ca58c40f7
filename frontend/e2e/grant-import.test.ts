import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import {
  ask,
  expectFit,
  expectNoSidewaysScroll,
  laptop,
  open,
  pageOf,
  phone,
  picture,
  settled,
  withBrowser,
} from './browser';
import { filled, rowsOf } from './workbook';

withBrowser();

const media = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const titles = [
  'Tên đăng nhập',
  'Vai trò',
  'Mã đơn vị',
  'Giao từ ngày',
  'Đến hết ngày',
  'Quyết định phân quyền',
];
const role = 'Cán bộ tổ chức cấp xã';

/** An account that holds nothing, and the code of a commune. */
async function accountAndCommune(admin: Page): Promise<{ username: string; commune: string }> {
  const username = `phan.quyen.${Date.now()}`;
  await ask(admin, 'mutation($input: CreateUserInput!) { createUser(input: $input) { user { id } } }', {
    input: { clientRequestId: crypto.randomUUID(), username, displayName: 'Trần Văn Phân Quyền' },
  });
  type Tree = { orgTree: { unit: { code: string; level: string } }[] };
  const { orgTree } = await ask<Tree>(await pageOf('chuyenvien'), '{ orgTree { unit { code level } } }');
  return { username, commune: orgTree.find(({ unit }) => unit.level === 'COMMUNE')!.unit.code };
}

async function check(page: Page, name: string, buffer: Buffer): Promise<void> {
  await page.locator('input[type=file]').setInputFiles({ name, mimeType: media, buffer });
  await page.getByRole('button', { name: 'Kiểm tra, chưa ghi' }).click();
  await page.waitForURL(/job=/);
}

describe('many grants at once', () => {
  it('come from the template by a file whose mistakes are named, and are there once it is applied', async () => {
    const admin = await pageOf('quantri', laptop);
    const { username, commune } = await accountAndCommune(admin);
    await open(admin, '/admin/grants');
    await admin.getByRole('link', { name: 'Nhập từ Excel' }).click();
    await admin.waitForURL(/\/exchange\/import\?kind=grants/);
    await settled(admin);
    await expectFit(admin, 'grant-import');

    const [download] = await Promise.all([
      admin.waitForEvent('download'),
      admin.getByRole('link', { name: 'Tải tệp mẫu' }).click(),
    ]);
    const template = await readFile(await download.path());
    expect(rowsOf(template)[0]!.map((title) => title.replace(/\s*\*$/, ''))).toEqual(titles);

    const right = [username, role, commune, '01/12/2026', '31/12/2027', '88/QĐ-SNV'];
    const wrong = [
      ['khong.co.ai', role, commune, '01/12/2026', '', '88/QĐ-SNV'],
      [username, 'Trưởng phòng tưởng tượng', commune, '01/12/2026', '', '88/QĐ-SNV'],
      [username, role, 'MÃ.KHÔNG.CÓ', '01/12/2026', '', '88/QĐ-SNV'],
      [username, role, commune, '31/11/2026', '', '88/QĐ-SNV'],
      [username, role, commune, '01/12/2026', '01/11/2026', '88/QĐ-SNV'],
      [username, role, commune, '01/12/2026', '', ''],
      ['quantri', role, commune, '01/12/2026', '', '88/QĐ-SNV'],
    ];
    await check(admin, 'phan-quyen-sai.xlsx', filled(template, [right, ...wrong]));
    const table = admin.getByRole('table', { name: 'Lỗi theo trang tính, dòng và cột' });
    await table.waitFor({ timeout: 45_000 });
    const rows = await table.getByRole('row').all();
    const places = await Promise.all(
      rows.slice(1).map(async (row) => (await row.getByRole('cell').allTextContents()).slice(0, 3)),
    );
    // One mistake a row from the third on, in each column in turn; the last names the one who imports.
    const columns = [...titles, titles[0]!].map((title) => `${'ABCDEF'[titles.indexOf(title)]}: ${title}`);
    expect(places).toEqual(columns.map((column, index) => ['Phân quyền', String(index + 3), column]));
    expect(await admin.getByRole('button', { name: 'Ghi vào hệ thống' }).isDisabled()).toBe(true);
    await expectFit(admin, 'grant-import-errors');

    await check(admin, 'phan-quyen.xlsx', filled(template, [right]));
    await admin.getByText('1 dòng đã kiểm tra, 1 dòng sẽ thay đổi dữ liệu.').waitFor({ timeout: 45_000 });
    await expectFit(admin, 'grant-import-clean');
    await admin.getByRole('button', { name: 'Ghi vào hệ thống' }).click();
    await admin.waitForURL(/mode=apply/);
    await admin.getByText('1 dòng đã đọc, 1 dòng đã thay đổi dữ liệu.').waitFor({ timeout: 45_000 });
    await expectFit(admin, 'grant-import-applied');

    await open(admin, `/admin/grants?q=${username}&asOf=2026-12-01`);
    await admin.getByRole('cell', { name: '88/QĐ-SNV' }).waitFor();
    expect(await admin.getByText('1-1 của 1').count()).toBe(1);
    await picture(admin, 'grant-import-list');

    await open(admin, '/exchange/import?kind=grants');
    await check(admin, 'phan-quyen.xlsx', filled(template, [right]));
    await admin.getByText('1 dòng đã kiểm tra, 0 dòng sẽ thay đổi dữ liệu.').waitFor({ timeout: 45_000 });
  }, 180_000);

  it('are nobody’s to bring in without the right', async () => {
    const page = await pageOf('chuyenvien', phone);
    await open(page, '/exchange/import?kind=grants');
    await page.getByText('Biên chế được giao').or(page.getByText('Đơn vị')).first().waitFor();
    await expect.poll(() => page.getByRole('main').textContent()).not.toContain('Phân quyền');
    await expectNoSidewaysScroll(page);
  });
});
