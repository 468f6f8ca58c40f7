import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { ask, expectAccessible, expectFit, open, pageOf, picture, settled, withBrowser } from './browser';

withBrowser();

const user = 'chuyenvien';
const department = 'Sở Khoa học và Công nghệ';

async function departmentId(page: Page): Promise<string> {
  const { orgUnits } = await ask<{ orgUnits: { edges: { node: { id: string; name: string } }[] } }>(
    page,
    `query ($name: String) { orgUnits(search: $name, first: 20) { edges { node { id name } } } }`,
    { name: department },
  );
  return orgUnits.edges.map(({ node }) => node).find(({ name }) => name === department)!.id;
}

/** The figure of a tile by its label. */
const tile = (page: Page, label: string) =>
  page
    .getByRole('region', { name: 'Tổng hợp' })
    .locator('dl > div')
    .filter({ hasText: label })
    .locator('dd')
    .first();

const figure = async (page: Page, label: string) =>
  Number((await tile(page, label).textContent())!.replace(/\D/g, ''));

async function choose(page: Page, label: string, option: string): Promise<void> {
  await page.getByLabel(label, { exact: true }).click();
  await page.locator('.ant-select-item-option').filter({ hasText: option }).last().click();
}

async function order(page: Page, title: string): Promise<void> {
  await page.getByLabel('Tên đợt tính').fill(title);
  await page.getByRole('button', { name: /^Bắt đầu tính cho [\d.]+ người$/ }).click();
  await page.waitForURL(/\/calculators\/batches\/(?!new)/);
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
}

/** Rows of the table, or cards on a narrow screen, under a list's name. */
const rows = (page: Page) => page.getByRole('table', { name: 'Các bản tính' }).locator('tbody tr');

describe('a list of people computed at once', () => {
  it('goes from the list of people over the form to every computation, with the filter carried along', async () => {
    const page = await pageOf(user);
    const unit = await departmentId(page);
    await open(page, `/staff?unit=${unit}&class=CIVIL_SERVANT&sort=UNIT`);
    const pager = page.getByRole('status').filter({ hasText: /^1-\d+ của/ });
    const total = /của ([\d.]+)/.exec((await pager.textContent())!)![1]!;
    await page.getByRole('link', { name: 'Ước tính chế độ thôi việc' }).click();
    await page.waitForURL(/\/calculators\/batches\/new\?/);
    const carried = new URL(page.url()).searchParams;
    expect([carried.get('unit'), carried.get('class'), carried.get('sort')]).toEqual([
      unit,
      'CIVIL_SERVANT',
      null,
    ]);
    await page.getByText(`Danh sách hôm nay có ${total} người.`).waitFor();
    await expect.poll(() => page.getByLabel('Tên đợt tính').inputValue()).toContain(department);
    await expectFit(page, 'computation-form');

    await choose(page, 'Chính sách', 'Thôi việc ngay');
    const title = `Phương án ${Date.now()}`;
    await order(page, title);
    await page.getByRole('region', { name: 'Tổng hợp' }).waitFor();
    await settled(page);
    const people = await figure(page, 'Số người');
    expect(people).toBe(Number(total.replace('.', '')));
    const parts = ['Được hưởng', 'Không thuộc diện hưởng', 'Không tính được'];
    const counts = await Promise.all(parts.map((label) => figure(page, label)));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(people);
    await expect.poll(() => rows(page).count()).toBe(Math.min(50, people));
    const facts = page.getByRole('main');
    await expect.poll(() => facts.textContent()).toContain(department);
    await expectFit(page, 'computation-batch');

    await page.getByRole('link', { name: 'Tính theo danh sách' }).click();
    await page.waitForURL(/\/calculators\/batches$/);
    await page.getByRole('link', { name: title }).waitFor();
    await expectFit(page, 'computation-batches');
    await page.getByRole('link', { name: title }).click();
    await page.getByRole('heading', { level: 1, name: title }).waitFor();
  });

  it('is narrowed to one result in the address, and each computation says how it came about', async () => {
    const page = await pageOf(user);
    const unit = await departmentId(page);
    await open(page, `/calculators/batches/new?unit=${unit}`);
    await order(page, `Theo kết quả ${Date.now()}`);
    await page.getByRole('region', { name: 'Tổng hợp' }).waitFor();
    await settled(page);
    const owed = await figure(page, 'Được hưởng');
    expect(owed).toBeGreaterThan(0);
    await page.getByRole('combobox', { name: 'Mọi kết quả' }).click();
    await page.locator('.ant-select-item-option').filter({ hasText: 'Được hưởng' }).click();
    await page.waitForURL(/result=ELIGIBLE/);
    await settled(page);
    await expect.poll(() => rows(page).count()).toBe(Math.min(50, owed));
    await page.reload();
    await settled(page);
    await expect.poll(() => rows(page).count()).toBe(Math.min(50, owed));

    const first = rows(page).first();
    const amount = await first.locator('td').nth(3).textContent();
    const name = (await first.getByRole('link').first().textContent())!.replace(/ \(.*$/, '');
    await first.getByRole('link').first().click();
    await page.waitForURL(/\/calculators\/kept\//);
    await page.getByRole('heading', { level: 1, name: new RegExp(name) }).waitFor();
    const result = page.getByRole('region', { name: 'Kết quả' });
    await expect.poll(() => result.textContent()).toContain(amount!);
    const present = page.getByRole('region', { name: 'Theo quy định hiện hành' });
    await expect.poll(() => present.textContent()).toContain(amount!);
    await expect.poll(() => present.textContent()).toContain('không đổi');
    await expectFit(page, 'computation-kept');

    await result.getByRole('button', { name: 'Vì sao?' }).click();
    const why = page.getByRole('dialog', { name: 'Vì sao có kết quả này?' });
    await why.getByRole('list', { name: 'Các bước tính' }).getByRole('listitem').first().waitFor();
    await page.keyboard.press('Escape');
    await why.waitFor({ state: 'hidden' });

    const figures = page.getByRole('region', { name: 'Quy định đã dùng để tính' });
    await figures.getByRole('link').first().click();
    await page.waitForURL(/\/law\/parameters\//);
    await page.goBack();
    await page.getByRole('link', { name: /^Theo kết quả/ }).click();
    await page.waitForURL(/\/calculators\/batches\//);
    await settled(page);
    await page.goBack();
    await page
      .getByRole('main')
      .getByRole('link', { name: new RegExp(`^${name}`) })
      .click();
    await page.waitForURL(/\/staff\/.*tab=benefits/);
  });

  it('says of a person who is owed nothing why not', async () => {
    const page = await pageOf(user);
    const unit = await departmentId(page);
    await open(page, `/calculators/batches/new?unit=${unit}`);
    await choose(page, 'Chính sách', 'Nghỉ hưu trước tuổi');
    await order(page, `Nghỉ hưu trước tuổi ${Date.now()}`);
    await page.getByRole('region', { name: 'Tổng hợp' }).waitFor();
    await settled(page);
    const reasons = page.getByRole('table', { name: 'Theo lý do, lưu ý' });
    await reasons.locator('tbody tr').first().waitFor();
    await open(page, `${page.url()}?result=INELIGIBLE`);
    await rows(page).first().getByRole('link').first().click();
    await page.waitForURL(/\/calculators\/kept\//);
    await page.getByRole('status').filter({ hasText: 'Không thuộc diện hưởng' }).first().waitFor();
    await expectAccessible(page);
  });

  it('is stopped while it runs, and then nothing of it is kept', async () => {
    const page = await pageOf(user);
    await open(page, '/calculators/batches/new');
    await order(page, `Dừng giữa chừng ${Date.now()}`);
    await page.getByRole('progressbar').waitFor();
    await picture(page, 'computation-running');
    await page.getByRole('button', { name: 'Dừng' }).click();
    await page.getByText('Đã dừng, chưa lưu bản tính nào').waitFor();
    expect(await page.getByRole('region', { name: 'Tổng hợp' }).count()).toBe(0);
    await expectAccessible(page);
  });

  it('points at what the server refuses: a list of nobody, a day that is missing', async () => {
    const page = await pageOf(user);
    await open(page, '/calculators/batches/new?q=khongcoaitenthenay');
    await page.getByText('Danh sách hôm nay có 0 người.').waitFor();
    await page.getByRole('button', { name: 'Bắt đầu tính cho 0 người' }).click();
    await page.getByRole('alert').waitFor();
    expect(new URL(page.url()).pathname).toBe('/calculators/batches/new');
    await choose(page, 'Nhóm chế độ', 'Sắp xếp tổ chức bộ máy');
    await page.getByRole('button', { name: 'Bắt đầu tính cho 0 người' }).click();
    await expect
      .poll(() => page.getByLabel('Ngày quyết định sắp xếp có hiệu lực').getAttribute('aria-invalid'))
      .toBe('true');
  });
});

describe('an estimate of one person', () => {
  it('is kept from the person’s page, and found there and on a page of its own', async () => {
    const page = await pageOf(user);
    const { staff } = await ask<{ staff: { edges: { node: { id: string } }[] } }>(
      page,
      `{ staff(first: 1, filter: { staffClasses: [CIVIL_SERVANT] }) { edges { node { id } } } }`,
    );
    await open(page, `/staff/${staff.edges[0]!.node.id}?tab=benefits`);
    const form = page.getByRole('region', { name: 'Ước tính chế độ' });
    await form.getByRole('button', { name: 'Tính', exact: true }).click();
    await page.getByRole('button', { name: 'Lưu ước tính' }).click();
    const done = page.getByRole('status').filter({ hasText: 'Đã lưu ước tính' });
    await done.waitFor();
    await page.getByRole('region', { name: 'Bản tính đã lưu' }).locator('tbody tr').first().waitFor();
    await expectFit(page, 'computation-person');
    await done.getByRole('link', { name: 'Mở bản tính' }).click();
    await page.waitForURL(/\/calculators\/kept\//);
    await page.getByRole('region', { name: 'Theo quy định hiện hành' }).waitFor();
  });
});

describe('who may not', () => {
  it('compute is shown no way to the form, and the form itself says so', async () => {
    const page = await pageOf('thutruong');
    await open(page, '/staff');
    expect(await page.getByRole('link', { name: 'Ước tính chế độ thôi việc' }).count()).toBe(0);
    await open(page, '/calculators');
    await page.getByRole('link', { name: 'Tính theo danh sách' }).click();
    await page.waitForURL(/\/calculators\/batches$/);
    await settled(page);
    expect(await page.getByRole('link', { name: 'Tính cho một danh sách' }).count()).toBe(0);
    await open(page, '/calculators/batches/new');
    await page.getByRole('heading', { name: 'Không có quyền xem nội dung này.' }).waitFor();
  });

  it('read what was kept is shown no way to it', async () => {
    const page = await pageOf('canhan');
    await open(page, '/calculators');
    expect(await page.getByRole('link', { name: 'Tính theo danh sách' }).count()).toBe(0);
    await open(page, '/calculators/batches');
    await page.getByRole('alert').waitFor();
    await expectAccessible(page);
  });
});
