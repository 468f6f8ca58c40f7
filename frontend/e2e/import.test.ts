import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { ask, expectAccessible, open, pageOf, picture, settled, withBrowser } from './browser';
import { filled } from './workbook';

withBrowser();

const wrongRows = 60;
const media = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

describe('an import', () => {
  it('with mistakes writes nothing and names each by sheet, row, column, value and reason', async () => {
    const page = await pageOf('chuyenvien');
    await open(page, '/exchange/import?kind=units');
    const template = await page.request.get('/api/template/units.xlsx');
    expect(template.status()).toBe(200);
    const rows = Array.from({ length: wrongRows }, (_, index) => [
      `SAI.${index}`,
      `Đơn vị sai ${index}`,
      '',
      'Loại không có',
      'Tỉnh',
      'MÃ.KHÔNG.CÓ',
      '',
      '',
      '',
      '31/02/2020',
    ]);
    await page.locator('input[type=file]').setInputFiles({
      name: 'don-vi-sai.xlsx',
      mimeType: media,
      buffer: filled(await template.body(), rows),
    });
    const apply = page.getByRole('button', { name: 'Ghi vào hệ thống' });
    expect(await apply.isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'Kiểm tra, chưa ghi' }).click();
    await page.waitForURL(/job=/);
    const table = page.getByRole('table', { name: 'Lỗi theo trang tính, dòng và cột' });
    await table.waitFor({ timeout: 45_000 });
    const first = await table.getByRole('row').nth(1).getByRole('cell').allTextContents();
    expect(first[1]).toBe('2');
    expect(first.every((cell) => cell.trim() !== '')).toBe(true);
    expect(Number(await table.getAttribute('aria-rowcount'))).toBeGreaterThanOrEqual(wrongRows + 1);
    expect(await table.getByRole('row').count()).toBeLessThan(wrongRows);
    expect(await apply.isDisabled()).toBe(true);
    await expectAccessible(page);
    await picture(page, 'import-errors');

    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Tải tệp lỗi' }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/\.xlsx$/);

    await page.reload();
    await settled(page);
    await table.waitFor();
  });

  it('of something that is no workbook is refused with a sentence', async () => {
    const page = await pageOf('chuyenvien');
    await open(page, '/exchange/import?kind=units');
    await page.locator('input[type=file]').setInputFiles({
      name: 'ảnh.xlsx',
      mimeType: media,
      buffer: Buffer.from('this is not a workbook'),
    });
    await page.getByRole('button', { name: 'Kiểm tra, chưa ghi' }).click();
    await page.getByRole('alert').first().waitFor({ timeout: 45_000 });
    expect((await page.getByRole('alert').first().textContent())!.length).toBeGreaterThan(10);
    expect(await page.getByRole('button', { name: 'Ghi vào hệ thống' }).isDisabled()).toBe(true);
  });
});

describe('a workbook that was exported', () => {
  it('comes back in without a mistake and changes nothing', async () => {
    const page = await pageOf('chuyenvien');
    await open(page, '/org');
    await page.getByRole('button', { name: 'Xuất toàn bộ ra Excel' }).click();
    const link = page.getByRole('link', { name: 'Tải tệp đã xuất' });
    await link.waitFor({ timeout: 60_000 });
    const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
    const path = await download.path();
    await open(page, '/exchange/import?kind=units');
    await page.locator('input[type=file]').setInputFiles({
      name: 'don-vi.xlsx',
      mimeType: media,
      buffer: await readFile(path),
    });
    await page.getByRole('button', { name: 'Kiểm tra, chưa ghi' }).click();
    await page.getByText('Tệp hợp lệ, chưa ghi gì').waitFor({ timeout: 60_000 });
    await page.getByRole('button', { name: 'Ghi vào hệ thống' }).click();
    await page.waitForURL(/mode=apply/);
    await page.getByText('Đã ghi vào hệ thống').waitFor({ timeout: 60_000 });
    await expect.poll(() => page.getByRole('main').textContent()).toContain('0 dòng đã thay đổi dữ liệu');
    await picture(page, 'import-applied');
  }, 240_000);
});

describe('lack of right', () => {
  it('to import is said in place of the page', async () => {
    const page = await pageOf('lanhdao');
    await open(page, '/exchange/import');
    await page.getByRole('heading', { name: 'Không có quyền xem nội dung này.' }).waitFor();
    expect(await page.locator('input[type=file]').count()).toBe(0);
    await picture(page, 'import-refused');
  });

  it('is decided by the server whatever the screen shows', async () => {
    const page = await pageOf('lanhdao');
    const answer = await page.request.post('/api/import/units?dryRun=true', {
      multipart: { file: { name: 'x.xlsx', mimeType: media, buffer: Buffer.from('x') } },
    });
    expect(answer.status()).toBe(403);
  });

  it('to another unit’s people makes them not found, without saying that they exist', async () => {
    const officer = await pageOf('chuyenvien');
    await open(officer, '/staff');
    const own = await pageOf('nhansu');
    const { viewer } = await ask<{ viewer: { unit: { id: string } } }>(own, '{ viewer { unit { id } } }');
    type Unit = { id: string; ancestors: { id: string }[] };
    const data = await ask<{ staff: { edges: { node: { id: string; unit: Unit | null } }[] } }>(
      officer,
      '{ staff(first: 60) { edges { node { id unit { id ancestors { id } } } } } }',
    );
    const stranger = data.staff.edges.find(
      ({ node }) =>
        node.unit &&
        node.unit.id !== viewer.unit.id &&
        !node.unit.ancestors.some(({ id }) => id === viewer.unit.id),
    )!.node.id;
    await open(own, `/staff/${stranger}`);
    await own.getByText('Không tìm thấy, hoặc nằm ngoài phạm vi được xem.').first().waitFor();
    await picture(own, 'staff-not-found');
    await expectAccessible(own);
  });
});
