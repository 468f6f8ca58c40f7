import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { ask, expectFit, open, pageOf, picture, settled, withBrowser } from './browser';
import { chosenParameter, propose, typeDay, written } from './law-grounds';

withBrowser();

const baseSalary = '/law/parameters/pay.base_salary';

interface Kept {
  keepSeparationEstimate: { computation: { id: string; result: string; total: number } };
}

interface People {
  staff: { edges: { node: { id: string; fullName: string; code: string } }[] };
}

/** Somebody who is owed a benefit on leaving, and the estimate of it that was kept. */
async function keep(page: Page, leavingDate: string) {
  const { staff } = await ask<People>(page, '{ staff(first: 20) { edges { node { id fullName code } } } }');
  for (const { node: person } of staff.edges) {
    const { keepSeparationEstimate } = await ask<Kept>(
      page,
      `mutation ($i: KeepSeparationEstimateInput!) {
         keepSeparationEstimate(input: $i) { computation { id result total } } }`,
      {
        i: {
          clientRequestId: crypto.randomUUID(),
          staff: person.id,
          estimate: {
            family: 'STAFF_REDUCTION',
            policy: 'IMMEDIATE_SEVERANCE',
            leavingDate,
            insuredMonths: 200,
          },
        },
      },
    );
    const { result, total } = keepSeparationEstimate.computation;
    if (result === 'ELIGIBLE') return { person, total };
  }
  throw new Error('nobody of the first twenty would be owed a benefit');
}

/** A month of leaving that no run before has used but by chance, while the decree of the benefit is in force. */
function someMonth(): { before: string; leaving: string } {
  const month = Math.floor(Math.random() * 36);
  const first = (at: number) => new Date(Date.UTC(2027, at, 1)).toISOString().slice(0, 10);
  return { before: first(month), leaving: first(month + 1) };
}

/** An amount as the page writes it. */
const money = (amount: number) => `${new Intl.NumberFormat('vi-VN').format(amount)} đ`;

const impactPage = /\/law\/impacts\/[^/?]+/;

describe('the impact of a change of the law', () => {
  it('is asked for on the page of a figure, and names the people whose benefit changes and by how much', async () => {
    const page = await pageOf('chuyenvien');
    const { before, leaving } = someMonth();
    const { person, total } = await keep(page, leaving);
    await open(page, baseSalary);
    await page.getByRole('button', { name: 'Xem tác động nếu thay đổi' }).click();
    const dialog = page.getByRole('dialog', { name: /^Tác động nếu thay đổi: Mức lương cơ sở/ });
    await dialog.getByText(/^Quy định chung ngày 01\/\d\d\/\d{4}: 2\.530\.000 đ\.$/).waitFor();
    await dialog.getByRole('button', { name: 'Phân tích' }).click();
    await dialog.getByText('Mục này không được để trống.').waitFor();
    const value = dialog.getByLabel('Giá trị giả định (đồng)');
    await value.fill('cao hơn');
    await dialog.getByText(/^Nhập số không âm/).waitFor();
    await value.fill('5.060.000');
    await dialog.getByText(/^Được hiểu là 5\.060\.000 đ\./).waitFor();
    await typeDay(page, 'Áp dụng từ ngày', before);
    await typeDay(page, 'Đến hết ngày', leaving);
    await expectFit(page, 'law-impact-form');
    await dialog.getByRole('button', { name: 'Phân tích' }).dblclick();

    await page.waitForURL(impactPage);
    const facts = page.getByRole('region', { name: 'Điều được giả định' });
    await expect.poll(() => facts.textContent()).toMatch(/2\.530\.000 đ.*5\.060\.000 đ/s);
    expect(await facts.textContent()).toContain(`${written(before)} – ${written(leaving)}`);
    // The salary is a multiple of the base salary, and the benefit of the salary: twice as much.
    const row = page.locator('tr[data-row]').filter({ hasText: person.code });
    await expect.poll(() => row.first().textContent()).toContain(`+${money(total)}`);
    expect(await row.first().textContent()).toContain(money(2 * total));
    const totals = page.getByRole('region', { name: 'Kết quả chung' });
    await expect.poll(() => totals.textContent()).toMatch(/Chênh lệch\+/);
    await expectFit(page, 'law-impact');

    await page.getByRole('checkbox', { name: 'Chỉ bản tính có kết quả thay đổi' }).uncheck();
    await page.waitForURL(/show=all/);
    await settled(page);
    await row.first().getByRole('link', { name: person.fullName }).click();
    await page.waitForURL(/\/calculators\/kept\//);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.goBack();
    await page.getByRole('checkbox', { name: 'Chỉ bản tính có kết quả thay đổi', checked: false }).waitFor();

    await page.getByRole('link', { name: 'Tác động của thay đổi' }).click();
    await page.waitForURL(/\/law\/impacts$/);
    await settled(page);
    const listed = page.locator('tr[data-row]').filter({ hasText: written(before) });
    await expect.poll(() => listed.first().textContent()).toContain('5.060.000 đ');
    // Every line has its totals, however many analyses there are.
    expect(await page.getByRole('alert').count()).toBe(0);
    await expectFit(page, 'law-impacts');
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('heading', { level: 1, name: 'Impact of changes of the law' }).waitFor();
    await listed
      .first()
      .getByRole('link', { name: /^Base salary/ })
      .click();
    await page.getByRole('region', { name: 'What is supposed' }).waitFor();
    await picture(page, 'law-impact-english');
  });

  it('of a table is asked for by row and column, in the words of the table', async () => {
    const page = await pageOf('chuyenvien');
    const { leaving } = someMonth();
    const { person, total } = await keep(page, leaving);
    await open(page, '/law/parameters/reduction.154_2025.salary_parts');
    await page.getByRole('button', { name: 'Xem tác động nếu thay đổi' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Dòng', { exact: true }).click();
    await page.getByTitle('Hệ số lương', { exact: true }).click();
    await dialog.getByLabel('Cột', { exact: true }).click();
    await page.getByTitle('Được tính (1: có)', { exact: true }).click();
    await dialog.getByText(/^Quy định chung ngày .*: 1\.$/).waitFor();
    await dialog.getByLabel('Giá trị giả định').fill('0');
    expect(await dialog.getByLabel('Giả định là lựa chọn của đơn vị').count()).toBe(0);
    await typeDay(page, 'Áp dụng từ ngày', leaving);
    await typeDay(page, 'Đến hết ngày', leaving);
    await picture(page, 'law-impact-cell');
    await dialog.getByRole('button', { name: 'Phân tích' }).click();
    await page.waitForURL(impactPage);
    const facts = page.getByRole('region', { name: 'Điều được giả định' });
    await expect.poll(() => facts.textContent()).toContain('Hệ số lương · Được tính (1: có)');
    const row = page.locator('tr[data-row]').filter({ hasText: person.code });
    await expect.poll(() => row.first().textContent()).toContain(money(total));
    await expect.poll(() => row.first().textContent()).toContain('−');
  });

  it('that the law cannot have is refused beside the value, and can be corrected', async () => {
    const page = await pageOf('chuyenvien');
    await open(page, '/law/parameters/reduction.154_2025.odd_months.half_from');
    await page.getByRole('button', { name: 'Xem tác động nếu thay đổi' }).click();
    const dialog = page.getByRole('dialog');
    const value = dialog.getByLabel('Giá trị giả định (tháng)');
    await value.fill('0');
    await dialog.getByRole('button', { name: 'Phân tích' }).click();
    await expect.poll(() => value.getAttribute('aria-invalid')).toBe('true');
    await dialog.getByText(/không thể bằng 0/).waitFor();
    await value.fill('2');
    await dialog.getByRole('button', { name: 'Phân tích' }).click();
    await page.waitForURL(impactPage);
  });

  it('of the law as it stands says of what was kept whether it still holds', async () => {
    const page = await pageOf('chuyenvien');
    await keep(page, someMonth().leaving);
    await open(page, baseSalary);
    await page.getByRole('button', { name: 'Xem tác động nếu thay đổi' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('So sánh').click();
    await page.getByTitle('Quy định hiện hành so với kết quả đã lưu').click();
    await expect.poll(() => dialog.getByLabel(/^Giá trị giả định/).count()).toBe(0);
    await expect
      .poll(() => dialog.getByLabel('Áp dụng từ ngày', { exact: true }).inputValue())
      .toBe('01/07/2026');
    await dialog.getByRole('button', { name: 'Phân tích' }).click();
    await page.waitForURL(impactPage);
    await page.getByRole('heading', { name: 'Không bản tính nào có kết quả khác' }).waitFor();
    await expectFit(page, 'law-impact-unchanged');
  });

  it('of a proposed choice is asked for as it was proposed, and says when no computation reads it', async () => {
    const page = await pageOf('chuyenvien');
    const day = await propose(page);
    await open(page, `/law/choices?state=PROPOSED&parameter=${chosenParameter}`);
    const row = page.locator('tr[data-row]').filter({ hasText: written(day) });
    await row.getByRole('button', { name: 'Xem tác động' }).click();
    const dialog = page.getByRole('dialog');
    await expect.poll(() => dialog.getByLabel(/^Giá trị giả định/).inputValue()).toBe('9');
    expect(await dialog.getByLabel('Áp dụng từ ngày', { exact: true }).inputValue()).toBe(written(day));
    expect(await dialog.getByLabel('Đến hết ngày', { exact: true }).inputValue()).toBe(written(day));
    await dialog.getByRole('button', { name: 'Phân tích' }).click();
    await page.waitForURL(impactPage);
    await page.getByRole('heading', { name: /^Không có bản tính nào đã lưu/ }).waitFor();
    await expectFit(page, 'law-impact-none');
  });

  it('is neither offered nor shown to those who may not read it', async () => {
    const page = await pageOf('canhan');
    await open(page, baseSalary);
    expect(await page.getByRole('button', { name: 'Xem tác động nếu thay đổi' }).count()).toBe(0);
    expect(await page.getByRole('link', { name: 'Tác động của thay đổi' }).count()).toBe(0);
    await open(page, '/law/impacts');
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('button', { name: 'Phân tích tác động' }).count()).toBe(0);
    await open(page, '/law/impacts/bm9uZTox');
    await page
      .getByText(/Không có quyền|Không tìm thấy/)
      .first()
      .waitFor();
  });
});

describe('where the law is open', () => {
  const address =
    '/calculators?calc=separation&family=STAFF_REDUCTION&policy=EARLY_RETIREMENT&staffClass=CIVIL_SERVANT' +
    '&sex=MALE&birthDate=1967-05-10&leavingDate=2026-12-01&insuredMonths=175&coefficient=4.98';

  it('what comes out under another reading stands beside the result, and leads to the figure', async () => {
    const page = await pageOf('chuyenvien');
    await open(page, address);
    const readings = page.getByRole('region', { name: 'Cách hiểu khác' });
    await expect.poll(() => readings.textContent()).toMatch(/Số tháng thực đóng.*Số năm sau khi làm tròn/s);
    await expectFit(page, 'calculator-alternatives');
    await page.getByRole('button', { name: 'Vì sao?' }).click();
    const why = page.getByRole('dialog', { name: /./ });
    await why
      .getByRole('link', { name: /^Mức lương cơ sở/ })
      .first()
      .waitFor();
    await expectFit(page, 'calculator-why-parameters');
    await why
      .getByRole('link', { name: /^Mức lương cơ sở/ })
      .first()
      .click();
    await page.getByRole('heading', { level: 1, name: /^Mức lương cơ sở/ }).waitFor();
  });
});
