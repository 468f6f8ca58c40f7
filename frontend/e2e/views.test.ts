import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { expectAccessible, laptop, open, pageOf, phone, picture, settled, withBrowser } from './browser';
import { rowsOf } from './workbook';

withBrowser();

describe('a saved view of a list', () => {
  it('keeps what the address says, is applied from anywhere, brought up to date, renamed and deleted', async () => {
    const page = await pageOf('chuyenvien', laptop);
    const stamp = Date.now();
    const name = `Thử ${stamp}`;
    await open(page, `/staff?q=an+${stamp}&class=CADRE&cols=code&cols=birthDate&sort=CODE`);
    await page.getByRole('button', { name: /^Góc nhìn/ }).click();
    await page.getByRole('menuitem', { name: 'Lưu góc nhìn này…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Lưu' }).click();
    await dialog.getByText('Nhập tên góc nhìn.').waitFor();
    await dialog.getByLabel('Tên góc nhìn').fill(name);
    await picture(page, 'view-save');
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Lưu' }).click();
    const button = page.getByRole('button', { name: `Góc nhìn: ${name}` });
    await button.waitFor();

    // Elsewhere the list is another; the view brings back filter, columns and order, and nothing else.
    await open(page, '/staff?asOf=2020-12-31');
    await page.getByRole('button', { name: /^Góc nhìn/ }).click();
    await picture(page, 'view-menu');
    await expectAccessible(page);
    await page.getByRole('menuitem', { name: new RegExp(name) }).click();
    await page.waitForURL(/class=CADRE/);
    await button.waitFor();
    const search = new URL(page.url()).searchParams;
    expect(search.getAll('cols')).toEqual(['code', 'birthDate']);
    expect(search.get('sort')).toBe('CODE');
    expect(search.get('asOf')).toBe('2020-12-31');
    await page.goBack();
    await page.getByRole('button', { name: /^Góc nhìn/ }).waitFor();

    await open(page, `/staff?q=${stamp}&class=CONTRACT`);
    await page.getByRole('button', { name: /^Góc nhìn/ }).click();
    await page.getByRole('menuitem', { name: 'Quản lý góc nhìn…' }).click();
    await dialog.getByRole('button', { name: `Cập nhật “${name}” theo màn hình đang xem` }).click();
    await dialog.getByText(`Đã cập nhật góc nhìn “${name}”`).waitFor();
    await picture(page, 'view-manage');
    await expectAccessible(page);
    await dialog.getByRole('button', { name: `Đổi tên, chia sẻ “${name}”` }).click();
    const edit = page.getByRole('dialog').filter({ hasText: 'Ai được dùng' });
    await edit.getByLabel('Tên góc nhìn').fill(`${name} mới`);
    await edit.getByRole('button', { name: 'Lưu' }).click();
    await dialog.getByRole('button', { name: `Xóa “${name} mới”` }).click();
    await dialog.getByRole('button', { name: 'Xóa', exact: true }).click();
    await dialog.getByText(`Đã xóa góc nhìn “${name} mới”`).waitFor();
  });

  it('that is shared with everybody is offered to others, who see only what they may', async () => {
    const owner = await pageOf('chuyenvien', laptop);
    const name = `Chung ${Date.now()}`;
    await open(owner, '/staff?class=CIVIL_SERVANT');
    await owner.getByRole('button', { name: /^Góc nhìn/ }).click();
    await owner.getByRole('menuitem', { name: 'Lưu góc nhìn này…' }).click();
    const dialog = owner.getByRole('dialog');
    await dialog.getByLabel('Tên góc nhìn').fill(name);
    await dialog.getByLabel('Ai được dùng').click();
    await owner.getByTitle('Mọi người').click();
    await dialog.getByRole('button', { name: 'Lưu' }).click();
    await owner.getByRole('button', { name: `Góc nhìn: ${name}` }).waitFor();

    const other = await pageOf('nhansu', phone);
    await open(other, '/staff');
    await other.getByRole('button', { name: /^Góc nhìn/ }).click();
    await other.getByRole('menuitem', { name: new RegExp(name) }).click();
    await other.waitForURL(/class=CIVIL_SERVANT/);
    await settled(other);
    await picture(other, 'view-shared');
    await expectAccessible(other);

    await owner.getByRole('button', { name: `Góc nhìn: ${name}` }).click();
    await owner.getByRole('menuitem', { name: 'Quản lý góc nhìn…' }).click();
    await dialog.getByRole('button', { name: `Xóa “${name}”` }).click();
    await dialog.getByRole('button', { name: 'Xóa', exact: true }).click();
    await dialog.getByText(`Đã xóa góc nhìn “${name}”`).waitFor();
  });
});

describe('a list in a workbook', () => {
  it.each([
    ['chuyenvien', '/org?q=so'],
    ['quantri', '/org'],
    ['chuyenvien', '/position'],
    ['chuyenvien', '/staff/changes?state=ALL'],
    ['chuyenvien', '/decision'],
    ['chuyenvien', '/report/over-quota'],
    ['quantri', '/admin/users'],
    ['quantri', '/admin/grants'],
  ])('can be had by %s at %s', async (account, address) => {
    const page = await pageOf(account, laptop);
    await open(page, address);
    await page.getByRole('button', { name: 'Xuất danh sách ra Excel' }).click();
    await page.getByRole('link', { name: 'Tải tệp đã xuất' }).waitFor({ timeout: 30_000 });
    await page.context().close();
  });

  it('has the rows of all pages and the columns that are shown', async () => {
    const page = await pageOf('chuyenvien', laptop);
    await open(page, '/staff?q=nguyen+duc&cols=code&cols=birthDate');
    const range = await page
      .getByRole('status')
      .filter({ hasText: /^1-\d+ của/ })
      .textContent();
    const total = Number(range!.split('của ')[1]!.replaceAll('.', ''));
    await page.getByRole('button', { name: 'Xuất danh sách ra Excel' }).click();
    const link = page.getByRole('link', { name: 'Tải tệp đã xuất' });
    await link.waitFor({ timeout: 30_000 });
    await picture(page, 'list-exported');
    await expectAccessible(page);
    const [file] = await Promise.all([page.waitForEvent('download'), link.click()]);
    const rows = rowsOf(readFileSync((await file.path())!));
    const head = rows.findIndex((cells) => cells.includes('Số hiệu'));
    expect(rows[head]).toEqual(['Họ và tên', 'Số hiệu', 'Ngày sinh']);
    expect(rows.slice(head + 1).filter((cells) => cells[1]).length).toBe(total);
  });
});
