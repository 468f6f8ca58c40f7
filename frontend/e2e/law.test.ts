import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { expectFit, open, pageOf, picture, settled, withBrowser } from './browser';
import { chosenParameter as parameter, farDay, grounds, propose, typeDay, written } from './law-grounds';

withBrowser();

/** The row, or on a narrow screen the card, that holds a text. */
const entry = (page: Page, text: string) => page.locator('tr[data-row], li').filter({ hasText: text });

describe('looking up the law', () => {
  it('finds the base salary by words without marks, its decree, and the way back', async () => {
    const page = await pageOf('chuyenvien');
    await open(page, '/');
    await page.getByRole('link', { name: 'Tra cứu pháp luật' }).click();
    await page.getByRole('textbox', { name: /^Từ khóa/ }).fill('luong co so');
    await page.waitForURL(/q=luong/);
    await settled(page);
    await expectFit(page, 'law-parameters');
    await page.getByRole('link', { name: /^Mức lương cơ sở \(/ }).click();
    await page.waitForURL(/\/law\/parameters\/pay\.base_salary/);
    await settled(page);

    const history = page.getByRole('list', { name: 'Quá trình thay đổi' }).locator('> li');
    const raise = history.filter({ hasText: 'từ 01/07/2026' });
    await expect.poll(() => raise.textContent()).toContain('2.530.000');
    await expect.poll(() => raise.textContent()).toContain('+190.000 đ (+8,1 %)');
    await expectFit(page, 'law-parameter');
    await raise.getByRole('link', { name: '161/2026/NĐ-CP' }).click();

    await page.getByRole('heading', { level: 1, name: '161/2026/NĐ-CP' }).waitFor();
    expect(decodeURIComponent(page.url())).toContain('/law/documents/161/2026/NĐ-CP');
    await page.reload();
    await settled(page);
    await expect
      .poll(() => page.getByRole('region', { name: /Tham số/ }).textContent())
      .toContain('Mức lương cơ sở');
    await expect
      .poll(() => page.getByRole('region', { name: /Quan hệ/ }).textContent())
      .toContain('73/2024/NĐ-CP');
    await expectFit(page, 'law-document');
    await page.getByRole('link', { name: '73/2024/NĐ-CP' }).click();
    await page.getByRole('heading', { level: 1, name: '73/2024/NĐ-CP' }).waitFor();
    await expect
      .poll(() => page.getByRole('region', { name: /Tham số/ }).textContent())
      .toMatch(/2\.340\.000 đ.*01\/07\/2024 – 30\/06\/2026/s);
    await page.goBack();
    await page.getByRole('heading', { level: 1, name: '161/2026/NĐ-CP' }).waitFor();
    await page.goBack();
    await page.getByRole('heading', { level: 1, name: /^Mức lương cơ sở/ }).waitFor();
    await page.goBack();
    expect(await page.getByRole('textbox', { name: /^Từ khóa/ }).inputValue()).toBe('luong co so');
  });

  it('shows the value of the day that was chosen, and keeps the filters in the address', async () => {
    const page = await pageOf('canhan');
    await open(page, '/law?q=pay.base_salary&on=2025-01-01&document=73/2024/NĐ-CP');
    await expect.poll(() => page.locator('tbody tr').textContent()).toContain('2.340.000');
    await page.getByRole('button', { name: 'Bỏ lọc: Có hiệu lực ngày 01/01/2025' }).click();
    await page.waitForURL((url) => !url.search.includes('on='));
    await settled(page);
    await expect.poll(() => page.locator('tbody tr').textContent()).not.toContain('2.340.000');
    expect(await page.getByRole('button', { name: 'Đề nghị lựa chọn' }).count()).toBe(0);
  });

  it('shows the cells of a table that a circular changed, in words', async () => {
    const page = await pageOf('chuyenvien');
    await open(page, '/law/parameters/pay.step_raise.delay');
    const change = page.getByRole('table', { name: 'Các ô thay đổi' }).first();
    expect(await change.locator('tbody tr').allTextContents()).toEqual([
      'Khiển tráchCán bộ63',
      'Khiển tráchCông chức63',
    ]);
    await page.getByRole('link', { name: 'Nâng bậc lương' }).waitFor();
    await expectFit(page, 'law-table');
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('heading', { name: 'History' }).waitFor();
    await picture(page, 'law-table-english');
  });

  it('lists the documents in force on a day', async () => {
    const page = await pageOf('canhan');
    await open(page, '/law/documents?q=luong co so&on=2025-01-01');
    await expectFit(page, 'law-documents');
    const numbers = await page.locator('tbody th').allTextContents();
    expect(numbers).toContain('73/2024/NĐ-CP');
    expect(numbers).not.toContain('161/2026/NĐ-CP');
  });

  it('says of a number that the register does not have where else to look', async () => {
    const page = await pageOf('canhan');
    await open(page, `/law/documents/${encodeURIComponent('1/2099/QĐ-UBND')}`);
    await page.getByRole('heading', { name: '1/2099/QĐ-UBND không có trong danh mục văn bản' }).waitFor();
    await page.getByRole('link', { name: 'Tìm trong danh sách quyết định' }).waitFor();
  });
});

describe('a choice of the province', () => {
  it('is proposed by one, approved by another, and stands beside what the law says', async () => {
    const officer = await pageOf('chuyenvien');
    const leader = await pageOf('lanhdao');
    const { department, decision } = await grounds(officer);
    const day = farDay();
    await open(officer, `/law/parameters/${parameter}`);
    await officer.getByRole('button', { name: 'Đề nghị lựa chọn của địa phương' }).click();
    const dialog = officer.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Gửi đề nghị' }).click();
    expect(await dialog.getByText('Mục này không được để trống.').count()).toBe(2);
    await dialog.getByLabel('Đơn vị áp dụng').fill(department.name);
    await officer.getByTitle(department.name).first().click();
    await dialog.getByLabel(/^Giá trị được chọn/).fill('9 tháng');
    await dialog.getByText(/^Nhập số không âm/).waitFor();
    await dialog.getByLabel(/^Giá trị được chọn/).fill('9');
    await typeDay(officer, 'Áp dụng từ ngày', day);
    await typeDay(officer, 'Đến hết ngày', day);
    await dialog.getByText(`Quy định chung ngày ${written(day)}: 12 tháng.`).waitFor();
    const number = `${decision.number}/${decision.symbol}`;
    await dialog.getByLabel('Quyết định cho phép').fill(number);
    await officer.getByTitle(`${number} – ${decision.title}`).first().click();
    await picture(officer, 'law-choice-form');
    await dialog.getByRole('button', { name: 'Gửi đề nghị' }).dblclick();
    await officer.getByText(/^Đã gửi đề nghị/).waitFor();
    expect(await entry(officer, written(day)).getByRole('button', { name: 'Phê duyệt' }).count()).toBe(0);
    await entry(officer, written(day)).getByRole('button', { name: 'Rút đề nghị' }).waitFor();

    await open(leader, `/law/choices?state=PROPOSED&parameter=${parameter}`);
    await expectFit(leader, 'law-choices');
    await entry(leader, written(day)).getByRole('button', { name: 'Phê duyệt' }).click();
    const question = leader.getByRole('dialog', { name: /^Phê duyệt lựa chọn/ });
    await expect
      .poll(() => question.textContent())
      .toMatch(/9 tháng.*12 tháng.*Quyết định này không có nội dung cho phép lựa chọn riêng/s);
    await question.getByRole('button', { name: 'Phê duyệt' }).click();
    await leader.getByText(/^Đã phê duyệt lựa chọn/).waitFor();

    await open(officer, `/law/parameters/${parameter}`);
    const row = entry(officer, written(day));
    await expect.poll(() => row.textContent()).toMatch(/9 tháng.*12 tháng.*Đã phê duyệt/s);
    await expectFit(officer, 'law-parameter-choices');
  });

  it('is refused with a reason, or withdrawn by who proposed it', async () => {
    const officer = await pageOf('chuyenvien');
    const leader = await pageOf('lanhdao');
    for (const act of ['refuse', 'withdraw'] as const) {
      const day = await propose(officer);
      if (act === 'refuse') {
        await open(leader, `/law/choices?state=PROPOSED&parameter=${parameter}`);
        await entry(leader, written(day)).getByRole('button', { name: 'Từ chối' }).click();
        const question = leader.getByRole('dialog', { name: /^Từ chối lựa chọn/ });
        await question.getByRole('button', { name: 'Từ chối' }).click();
        await question.getByText('Mục này không được để trống.').waitFor();
        await question.getByLabel('Lý do từ chối').fill('Chưa có nghị quyết của Hội đồng nhân dân');
        await question.getByRole('button', { name: 'Từ chối' }).click();
        await leader.getByText(/^Đã từ chối lựa chọn/).waitFor();
        await open(officer, '/law/choices?state=REFUSED');
        await entry(officer, written(day))
          .getByText(/Chưa có nghị quyết/)
          .waitFor();
      } else {
        await open(officer, '/law/choices?state=PROPOSED');
        await entry(officer, written(day)).getByRole('button', { name: 'Rút đề nghị' }).click();
        const question = officer.getByRole('dialog', { name: /^Rút đề nghị/ });
        await question.getByRole('button', { name: 'Rút đề nghị' }).click();
        await officer.getByText(/^Đã rút đề nghị/).waitFor();
        await open(officer, '/law/choices?state=WITHDRAWN');
        await entry(officer, written(day)).first().waitFor();
      }
    }
  });

  it('is not shown to those who may not read local choices', async () => {
    const page = await pageOf('quantri');
    await open(page, `/law/parameters/${parameter}`);
    expect(await page.getByRole('region', { name: 'Lựa chọn của địa phương' }).count()).toBe(0);
    expect(await page.getByRole('link', { name: 'Lựa chọn của địa phương' }).count()).toBe(0);
  });
});
