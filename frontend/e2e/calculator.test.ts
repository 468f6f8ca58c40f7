import { describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { ask, expectAccessible, expectFit, open, pageOf, picture, settled, withBrowser } from './browser';

withBrowser();

const user = 'chuyenvien';

async function choose(page: Page, label: string, option: string): Promise<void> {
  await page.getByLabel(label, { exact: true }).click();
  await page.locator('.ant-select-item-option').filter({ hasText: option }).last().click();
}

async function day(page: Page, label: string, text: string): Promise<void> {
  const field = page.getByLabel(label, { exact: true });
  await field.fill(text);
  await field.press('Enter');
}

async function compute(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Tính', exact: true }).click();
  await page.getByRole('region', { name: 'Kết quả' }).waitFor();
  await settled(page);
}

/** The published example of 178/2024/NĐ-CP: the address of the case. */
const published =
  '/calculators?calc=separation&family=REORGANISATION&policy=EARLY_RETIREMENT&staffClass=CIVIL_SERVANT&sex=MALE' +
  '&birthDate=1966-01-15&leavingDate=2025-05-01&reorganisationDate=2025-03-01&insuredMonths=264&coefficient=4.65' +
  '&positionAllowance=0.6&publicServicePercent=25';

describe('the calculators', () => {
  it('retirement: the month of the annex, by keyboard, with the case in the address', async () => {
    const page = await pageOf(user);
    await open(page, '/calculators');
    await choose(page, 'Giới tính', 'Nam');
    await day(page, 'Ngày sinh', '15/06/1965');
    await compute(page);
    const result = page.getByRole('region', { name: 'Kết quả' });
    await expect.poll(() => result.textContent()).toContain('01/01/2027');
    expect(new URL(page.url()).searchParams.get('birthDate')).toBe('1965-06-15');
    await page.reload();
    await settled(page);
    await expect.poll(() => result.textContent()).toContain('01/01/2027');
    await expectFit(page, 'calculator-retirement');
  });

  it('separation: the published example of 178/2024 comes out item by item, and says why', async () => {
    const page = await pageOf(user);
    await open(page, '/calculators?calc=separation');
    await choose(page, 'Nhóm chế độ', 'Sắp xếp tổ chức bộ máy');
    await choose(page, 'Chính sách', 'Nghỉ hưu trước tuổi');
    await day(page, 'Ngày nghỉ', '01/05/2025');
    await day(page, 'Ngày quyết định sắp xếp có hiệu lực', '01/03/2025');
    await choose(page, 'Giới tính', 'Nam');
    await day(page, 'Ngày sinh', '15/01/1966');
    await page.getByLabel('Thời gian đóng BHXH bắt buộc, số năm').fill('22');
    await page.getByLabel('Hệ số lương', { exact: true }).fill('4,65');
    await page.getByLabel('Hệ số phụ cấp chức vụ').fill('0,6');
    await page.getByLabel('Phụ cấp công vụ').fill('25');
    await compute(page);
    expect(new URL(page.url()).searchParams.get('coefficient')).toBe('4.65');
    const items = page.getByRole('table', { name: 'Các khoản được hưởng' });
    const text = await items.textContent();
    for (const amount of ['460.687.500 đ', '191.953.125 đ', '92.137.500 đ', '744.778.125 đ']) {
      expect(text).toContain(amount);
    }
    await expect
      .poll(() => page.getByRole('region', { name: 'Kết quả' }).textContent())
      .toContain('15.356.250 đ');
    await page.getByRole('button', { name: 'Vì sao?' }).click();
    const why = page.getByRole('dialog', { name: 'Vì sao có kết quả này?' });
    const steps = why.getByRole('list', { name: 'Các bước tính' });
    await steps.getByRole('link', { name: '178/2024/NĐ-CP' }).first().waitFor();
    await expectAccessible(page);
    await picture(page, 'calculator-why');
    await page.keyboard.press('Escape');
    await why.waitFor({ state: 'hidden' });
    await expectFit(page, 'calculator-separation');
  });

  it('step raise and placement: the examples of the circulars', async () => {
    const page = await pageOf(user);
    await open(page, '/calculators?calc=stepRaise&salaryClass=A1&step=3&since=2023-05-01');
    const result = page.getByRole('region', { name: 'Kết quả' });
    const raise = await result.textContent();
    expect(raise).toContain('01/05/2026');
    expect(raise).toContain('3,33');
    await expectFit(page, 'calculator-step-raise');
    await open(
      page,
      '/calculators?calc=placement&fromClass=A1&fromStep=9&since=2004-04-01&beyondFramePercent=6' +
        '&beyondFrameSince=2007-04-01&toClass=A2.1&on=2008-02-01',
    );
    const placement = await result.textContent();
    expect(placement).toContain('5,42');
    expect(placement).toContain('01/02/2008');
    await expectFit(page, 'calculator-placement');
  });

  it('point at what is missing, and show a refusal of the server at its field', async () => {
    const page = await pageOf(user);
    await open(page, '/calculators');
    await page.getByRole('button', { name: 'Tính', exact: true }).click();
    expect(await page.getByText('Chưa nhập.').count()).toBe(2);
    expect(await page.evaluate(() => document.activeElement?.closest('[data-faulty]') !== null)).toBe(true);
    await expectAccessible(page);
    await open(page, '/calculators?calc=stepRaise&salaryClass=A1&step=40&since=2023-05-01');
    const field = page.getByLabel('Bậc lương hiện hưởng');
    await expect.poll(() => field.getAttribute('aria-invalid')).toBe('true');
    const note = await field.getAttribute('aria-describedby');
    await expect.poll(() => page.locator(`[id="${note}"]`).textContent()).toMatch(/40/);
    await expectAccessible(page);
  });

  it('say of a person who is not entitled why not, with the source', async () => {
    const page = await pageOf(user);
    await open(page, published.replace('birthDate=1966-01-15', 'birthDate=1990-01-15'));
    const notice = page.getByRole('status').filter({ hasText: 'Không thuộc diện hưởng' });
    await notice.getByRole('link', { name: /NĐ-CP/ }).first().waitFor();
    await picture(page, 'calculator-not-eligible');
    await expectAccessible(page);
  });

  it('compare months of leaving, the highest marked, as a table and a chart', async () => {
    const page = await pageOf(user);
    await open(page, `${published}&fromMonth=2025-04-01&toMonth=2025-08-01`);
    const table = page.getByRole('table', { name: /So sánh/ });
    await table.waitFor();
    await settled(page);
    expect(await table.getByRole('row').count()).toBe(1 + 5);
    expect(await table.getByText('cao nhất').count()).toBe(1);
    await page.getByRole('img', { name: /Tổng số tiền theo tháng nghỉ/ }).waitFor();
    await expectFit(page, 'calculator-comparison');
    await table.scrollIntoViewIfNeeded();
    await picture(page, 'calculator-comparison-table');
  });

  it('print the result with the trace as an annex, and nothing of the page around it', async () => {
    const page = await pageOf(user);
    await page.addInitScript(() => {
      window.print = () => undefined;
    });
    await open(page, published);
    await page.getByRole('button', { name: 'In', exact: true }).click();
    await page.emulateMedia({ media: 'print' });
    const sheet = page.locator('[data-print-sheet]');
    await sheet.waitFor();
    const text = await sheet.innerText();
    expect(text).toContain('744.778.125 đ');
    expect(text).toContain('Phụ lục: các bước tính');
    expect(await page.locator('#main').isVisible()).toBe(false);
    await picture(page, 'calculator-print');
    await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
    await sheet.waitFor({ state: 'detached' });
    await page.emulateMedia({ media: 'screen' });
    expect(await page.locator('#main').isVisible()).toBe(true);
  });

  it('copy the result as text with its legal bases', async () => {
    const page = await pageOf(user);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await open(page, published);
    await page.getByRole('button', { name: 'Sao chép' }).click();
    await page.getByText('Đã sao chép.').waitFor();
    const text = await page.evaluate(() => navigator.clipboard.readText());
    expect(text).toContain('Tổng cộng: 744.778.125 đ');
    expect(text).toMatch(/Căn cứ\n- 178\/2024\/NĐ-CP/);
  });
});

describe('a person', () => {
  it('has the retirement date, the next raise and an estimate with sources, from the record', async () => {
    const page = await pageOf(user);
    const { staff } = await ask<{ staff: { edges: { node: Person }[] } }>(
      page,
      `{ staff(first: 100, filter: { staffClasses: [PUBLIC_EMPLOYEE] }) { edges { node {
           id recruitedOn birthDate nextStepRaise { dueOn } retirement { pensionFrom } } } } }`,
    );
    const person = staff.edges
      .map(({ node }) => node)
      .find(
        ({ recruitedOn, birthDate, nextStepRaise, retirement }) =>
          recruitedOn && recruitedOn > '1995' && birthDate! > '1975' && nextStepRaise && retirement,
      )!;
    await open(page, `/staff/${person.id}`);
    await page.getByRole('tab', { name: 'Chế độ, nghỉ hưu' }).click();
    const retirement = page.getByRole('region', { name: 'Nghỉ hưu' });
    await retirement.getByText('Hưởng lương hưu từ').first().waitFor();
    await settled(page);
    const shown = (value: string) => value.split('-').reverse().join('/');
    await expect.poll(() => retirement.textContent()).toContain(shown(person.retirement!.pensionFrom));
    const raise = page.getByRole('region', { name: 'Nâng bậc lương' });
    await expect.poll(() => raise.textContent()).toContain(shown(person.nextStepRaise!.dueOn));
    await retirement.getByRole('button', { name: 'Vì sao?' }).click();
    await page
      .getByRole('dialog')
      .getByRole('link', { name: /135\/2020\/NĐ-CP/ })
      .first()
      .waitFor();
    await page.keyboard.press('Escape');

    const form = page.getByRole('region', { name: 'Ước tính chế độ' });
    expect(await form.getByLabel('Hệ số lương', { exact: true }).count()).toBe(0);
    expect(await form.getByLabel('Ngày sinh').count()).toBe(0);
    await form.getByRole('button', { name: 'Tính', exact: true }).click();
    const result = page.getByRole('region', { name: 'Kết quả' });
    await result.getByText('Tiền lương tháng hiện hưởng').first().waitFor();
    await settled(page);
    await page.getByText('Thời gian đóng BHXH là giả định').waitFor();
    await expect.poll(() => result.textContent()).toContain('154/2025/NĐ-CP');
    const total = await result.locator('dd').first().textContent();
    await expectFit(page, 'person-benefits');

    await page.getByRole('link', { name: 'Mở trong Tính toán' }).last().click();
    await page.waitForURL(/\/calculators\?/);
    await settled(page);
    await expect.poll(() => result.locator('dd').first().textContent()).toBe(total);
  });
});

interface Person {
  id: string;
  recruitedOn: string | null;
  birthDate: string | null;
  nextStepRaise: { dueOn: string } | null;
  retirement: { pensionFrom: string } | null;
}

describe('retirements to come', () => {
  it('are counted at home, and each count opens the people', async () => {
    const page = await pageOf(user);
    await open(page, '/');
    const row = page
      .getByRole('table', { name: 'Sắp nghỉ hưu' })
      .getByRole('row', { name: /Trong 12 tháng tới/ });
    const count = await row.getByRole('cell').last().textContent();
    expect(count).toMatch(/^[\d.]+$/);
    await row.getByRole('link').click();
    await page.waitForURL(/retiresFrom=.*retiresTo=/);
    await settled(page);
    await page.getByText(new RegExp(`^1-\\d+ của ${count!.replace('.', '\\.')}$`)).waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: /Bỏ lọc: Hưởng lương hưu từ/ }).click();
    await expect.poll(() => page.url()).not.toContain('retires');
  });
});
