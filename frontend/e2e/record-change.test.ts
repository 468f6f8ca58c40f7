import { describe, expect, it } from 'vitest';
import { expectAccessible, open, pageOf, phone, picture, settled, withBrowser } from './browser';

withBrowser();

const newNumber = () => `09${String(Date.now()).slice(-8)}`;

async function declare(page: Awaited<ReturnType<typeof pageOf>>, number: string) {
  await open(page, '/');
  await page.getByRole('main').getByRole('link', { name: 'Hồ sơ của tôi' }).click();
  await page.waitForURL(/\/staff\/.+/);
  await settled(page);
  await page.getByRole('button', { name: 'Đề nghị cập nhật' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Phần hồ sơ').click();
  await page.getByTitle('Nhân thân, giấy tờ và nơi ở').click();
  await dialog.getByLabel('Điện thoại').fill(number);
  return dialog;
}

describe('a change without legal effect', () => {
  it('is declared with evidence by one, verified by another, and then stands in the record', async () => {
    const own = await pageOf('canhan');
    const number = newNumber();
    const dialog = await declare(own, number);
    await dialog.getByRole('button', { name: 'Gửi đề nghị' }).click();
    await dialog.getByText('Nêu giấy tờ minh chứng.').waitFor();
    await dialog.getByLabel('Minh chứng').fill('Hợp đồng thuê bao số 12');
    await expectAccessible(own);
    await picture(own, 'declare');
    await dialog.getByRole('button', { name: 'Gửi đề nghị' }).click();
    await own.waitForURL(/tab=changes/);
    const change = own.getByRole('listitem').filter({ hasText: number });
    await change.getByText('Chờ xác minh').waitFor();
    expect(await change.getByRole('button', { name: 'Xác minh' }).count()).toBe(0);

    const officer = await pageOf('nhansu');
    await open(officer, '/');
    const waiting = officer.getByRole('region', { name: 'Kê khai chờ xác minh' });
    const mine = waiting.getByRole('listitem').filter({ hasText: number });
    await mine.waitFor();
    await picture(officer, 'home-pending');
    await expectAccessible(officer);
    await mine.getByRole('button', { name: 'Xác minh' }).click();
    await officer.getByRole('dialog').getByRole('button', { name: 'Xác minh' }).click();
    await mine.waitFor({ state: 'detached' });

    await own.reload();
    await settled(own);
    await own.getByRole('listitem').filter({ hasText: number }).getByText('Đã xác minh').waitFor();
    await own.getByRole('tab', { name: 'Sơ yếu lý lịch' }).click();
    await own.getByRole('region', { name: 'Nhân thân, giấy tờ và nơi ở' }).getByText(number).waitFor();
  });

  it('is refused beside the field that is wrong', async () => {
    const page = await pageOf('canhan', phone);
    const dialog = await declare(page, 'không phải số');
    await dialog.getByLabel('Minh chứng').fill('Hợp đồng thuê bao');
    await dialog.getByRole('button', { name: 'Gửi đề nghị' }).click();
    const input = dialog.getByLabel('Điện thoại');
    await expect.poll(() => input.getAttribute('aria-invalid')).toBe('true');
    await picture(page, 'declare-refused');
    await expectAccessible(page);
  });
});
