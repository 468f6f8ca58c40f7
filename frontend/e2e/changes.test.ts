import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import {
  ask,
  expectAccessible,
  expectNoSidewaysScroll,
  open,
  pageOf,
  phone,
  picture,
  settled,
  withBrowser,
} from './browser';

withBrowser();

const newNumber = () => `09${String(Date.now()).slice(-8)}`;

interface Person {
  id: string;
  fullName: string;
  identity: { phone: string } | null;
}

const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);

async function phoneOf(page: Page, id: string, asOf?: string): Promise<string> {
  const { staffMember } = await ask<{ staffMember: Person }>(
    page,
    'query ($id: ID!, $asOf: Date) { staffMember(id: $id, asOf: $asOf) { id fullName identity { phone } } }',
    { id, asOf },
  );
  return staffMember.identity?.phone ?? '';
}

async function verify(page: Page, change: { id: string; version: number }): Promise<void> {
  const { id, version } = change;
  await ask(
    page,
    'mutation ($i: DecideRecordChangeInput!) { decideRecordChange(input: $i) { change { id } } }',
    { i: { clientRequestId: crypto.randomUUID(), id, version, verify: true } },
  );
}

/** The last of a few people of the department. */
async function lastPerson(page: Page): Promise<Person> {
  const { staff } = await ask<{ staff: { edges: { node: Person }[] } }>(
    page,
    '{ staff(first: 3) { edges { node { id fullName identity { phone } } } } }',
  );
  return staff.edges.at(-1)!.node;
}

/** Somebody of the department whose record has said a telephone number since before today. */
async function somebody(officer: Page, head: Page): Promise<Person> {
  const person = await lastPerson(officer);
  if (await phoneOf(officer, person.id, yesterday)) return person;
  type Declared = { declareRecordChange: { change: { id: string; version: number } } };
  const { declareRecordChange } = await ask<Declared>(
    officer,
    'mutation ($i: DeclareRecordChangeInput!) { declareRecordChange(input: $i) { change { id version } } }',
    {
      i: {
        clientRequestId: crypto.randomUUID(),
        staff: person.id,
        kind: 'DECLARE',
        section: 'IDENTITY',
        fields: [{ name: 'phone', value: newNumber() }],
        evidence: 'Phiếu kê khai',
        effectiveOn: yesterday,
      },
    },
  );
  await verify(head, declareRecordChange.change);
  return person;
}

/** The newest change that waits at a record, as somebody who may verify it sees it. */
async function waitingChange(page: Page, staffId: string) {
  type Listed = { recordChanges: { edges: { node: { id: string; version: number; evidence: string } }[] } };
  const { recordChanges } = await ask<Listed>(
    page,
    'query ($id: ID!) { recordChanges(staff: $id, state: PENDING, first: 10) { edges { node { id version evidence } } } }',
    { id: staffId },
  );
  return recordChanges.edges.map(({ node }) => node);
}

async function openForm(page: Page, staffId: string, section = 'Nhân thân, giấy tờ và nơi ở') {
  await open(page, `/staff/${staffId}`);
  await page.getByRole('button', { name: 'Đề nghị cập nhật' }).click();
  const drawer = page.getByRole('dialog');
  await drawer.getByLabel('Phần hồ sơ').click();
  await page.getByTitle(section).click();
  return drawer;
}

/** The row, or on a phone the card, of one change. */
const entry = (page: Page, text: string) =>
  page.locator('tr[data-row], li').filter({ has: page.locator('ins', { hasText: text }) });

describe('a proposed change of a record', () => {
  it('is declared by one officer, verified by another, and keeps the old number in history', async () => {
    const officer = await pageOf('nhansu');
    const head = await pageOf('thutruong');
    const person = await somebody(officer, head);
    const before = await phoneOf(officer, person.id);
    const past = await phoneOf(officer, person.id, yesterday);
    expect(past).not.toBe('');
    const number = newNumber();

    const drawer = await openForm(officer, person.id);
    await drawer.getByLabel('Điện thoại').fill('không phải số');
    await drawer.getByLabel('Thư điện tử').focus();
    await drawer.getByText(/^Số điện thoại gồm 6 đến 20/).waitFor();
    await drawer.getByLabel('Điện thoại').fill(number);
    await drawer.getByText(`Hồ sơ đang ghi: ${before}`).waitFor();
    await drawer.getByLabel('Minh chứng').fill('Hợp đồng thuê bao số 12/HĐ');
    await expectAccessible(officer);
    await picture(officer, 'changes-form');
    await drawer.getByRole('button', { name: 'Gửi đề nghị' }).dblclick();
    await officer.waitForURL(/tab=changes/);

    await open(officer, '/staff/changes');
    const own = entry(officer, number);
    await own.getByText('Chờ người khác xác minh').waitFor();
    expect(await own.count()).toBe(1);
    expect(await own.getByRole('button', { name: 'Xác minh' }).count()).toBe(0);
    await picture(officer, 'changes-own');

    await open(head, '/');
    await head.getByRole('link', { name: 'Đề nghị cập nhật hồ sơ' }).click();
    await head.waitForURL(/\/staff\/changes/);
    await settled(head);
    const waiting = entry(head, number);
    await expect.poll(() => waiting.textContent()).toContain(before);
    await expectAccessible(head);
    await picture(head, 'changes-list');
    await waiting.getByRole('button', { name: 'Xác minh' }).click();
    const dialog = head.getByRole('dialog');
    await dialog.getByText(`hồ sơ ${person.fullName} đổi như dưới đây`, { exact: false }).waitFor();
    await expectAccessible(head);
    await picture(head, 'changes-verify');
    await dialog.getByRole('button', { name: 'Xác minh' }).click();
    await head.getByText(`Đã xác minh đề nghị của hồ sơ ${person.fullName}.`, { exact: false }).waitFor();
    await waiting.waitFor({ state: 'detached' });

    await open(officer, `/staff/${person.id}`);
    await officer.getByRole('region', { name: 'Nhân thân, giấy tờ và nơi ở' }).getByText(number).waitFor();
    await open(officer, '/staff/changes?state=VERIFIED');
    const kept = await entry(officer, number).textContent();
    expect(kept).toContain(before);
    expect(kept).toContain('Đã xác minh');
    expect(await phoneOf(officer, person.id)).toBe(number);
    expect(await phoneOf(officer, person.id, yesterday)).toBe(past);
  });

  it('asks before it is lost, keeps the draft, and is rejected with a reason on a phone', async () => {
    const officer = await pageOf('nhansu', phone);
    const head = await pageOf('thutruong', phone);
    const person = await somebody(officer, head);
    const number = newNumber();
    let drawer = await openForm(officer, person.id);
    await drawer.getByLabel('Điện thoại').fill(number);
    await drawer.getByRole('button', { name: 'Hủy' }).click();
    await officer.getByText('Đề nghị chưa được gửi').waitFor();
    await picture(officer, 'changes-leave');
    await officer.getByRole('button', { name: 'Giữ bản nháp và đóng' }).click();
    await officer.getByRole('button', { name: 'Đề nghị cập nhật' }).click();
    drawer = officer.getByRole('dialog');
    await drawer.getByText('Đã mở lại bản nháp chưa gửi.').waitFor();
    await expect.poll(() => drawer.getByLabel('Điện thoại').inputValue()).toBe(number);
    await drawer.getByLabel('Minh chứng').fill('Chưa có giấy tờ');
    await expectAccessible(officer);
    await picture(officer, 'changes-form');
    await drawer.getByRole('button', { name: 'Gửi đề nghị' }).click();
    await officer.waitForURL(/tab=changes/);

    await open(head, '/staff/changes');
    const card = entry(head, number);
    await card.waitFor();
    await expectNoSidewaysScroll(head);
    await expectAccessible(head);
    await picture(head, 'changes-list');
    await card.getByRole('button', { name: 'Từ chối' }).click();
    const dialog = head.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Từ chối' }).click();
    await dialog.getByText('Nêu lý do từ chối.').waitFor();
    await dialog.getByLabel('Lý do từ chối').fill('Thiếu hợp đồng thuê bao');
    await picture(head, 'changes-reject');
    await dialog.getByRole('button', { name: 'Từ chối' }).click();
    await card.waitFor({ state: 'detached' });
    await open(head, '/staff/changes?state=REJECTED');
    await entry(head, number).getByText('Lý do: Thiếu hợp đồng thuê bao').waitFor();
  });

  it('adds a relative and strikes that line again', async () => {
    const officer = await pageOf('nhansu');
    const province = await pageOf('chuyenvien');
    const person = await lastPerson(officer);
    const evidence = `Giấy khai sinh số ${Date.now()}`;
    const settle = async () => {
      await officer.waitForURL(/tab=changes/);
      await officer.getByText(evidence).first().waitFor();
      const change = (await waitingChange(province, person.id)).find((item) =>
        item.evidence.includes(evidence),
      );
      await verify(province, change!);
      await open(officer, `/staff/${person.id}`);
      return officer.getByRole('region', { name: 'Quan hệ gia đình' }).getByText('Trần Thử Nghiệm');
    };

    let drawer = await openForm(officer, person.id, 'Quan hệ gia đình');
    await drawer.getByRole('button', { name: 'Gửi đề nghị' }).click();
    expect(await drawer.getByText('Mục này không được để trống.').count()).toBe(3);
    await drawer.getByLabel('Bên').click();
    await officer.getByTitle('Bản thân').click();
    await drawer.getByLabel('Quan hệ', { exact: true }).fill('Con');
    await drawer.getByLabel('Họ và tên').fill('Trần Thử Nghiệm');
    await drawer.getByLabel('Minh chứng').fill(evidence);
    await drawer.getByRole('button', { name: 'Gửi đề nghị' }).click();
    await (await settle()).waitFor();

    drawer = await openForm(officer, person.id, 'Quan hệ gia đình');
    await drawer.getByLabel('Việc cần làm').click();
    await officer.getByTitle('Xóa một dòng').click();
    await drawer.getByLabel('Dòng trong hồ sơ').click();
    await officer.getByTitle('Con · Trần Thử Nghiệm').click();
    await drawer.getByLabel('Hình thức').click();
    await officer.getByTitle('Đính chính').click();
    await drawer.getByLabel('Minh chứng').fill(`Ghi nhầm: ${evidence}`);
    await expectAccessible(officer);
    await picture(officer, 'changes-strike');
    await drawer.getByRole('button', { name: 'Gửi đề nghị' }).click();
    expect(await (await settle()).count()).toBe(0);
  });

  it('is not offered to those who may neither declare nor verify', async () => {
    const page = await pageOf('lanhdaotinh');
    await open(page, '/');
    expect(await page.getByRole('link', { name: 'Đề nghị cập nhật hồ sơ' }).count()).toBe(0);
    await open(page, '/staff');
    await open(page, (await page.locator('tbody th a').first().getAttribute('href'))!);
    expect(await page.getByRole('button', { name: 'Đề nghị cập nhật' }).count()).toBe(0);
  });
});
