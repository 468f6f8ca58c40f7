import type { Locator, Page } from 'playwright-core';
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

const officerRole = 'Cán bộ tổ chức cấp xã';
const newPassword = 'Hoa sữa cuối phố 2026';

interface Commune {
  id: string;
  name: string;
  people: number;
}

/** A commune with people in it, told by somebody who sees the whole province. */
async function someCommune(): Promise<Commune> {
  const page = await pageOf('chuyenvien');
  type Tree = { orgTree: { unit: { id: string; name: string; level: string }; subtreePresent: number }[] };
  const { orgTree } = await ask<Tree>(page, '{ orgTree { unit { id name level } subtreePresent } }');
  const { unit } = orgTree.find((row) => row.unit.level === 'COMMUNE' && row.subtreePresent > 5)!;
  const { staff } = await ask<{ staff: { totalCount: number } }>(
    page,
    'query ($unit: ID!) { staff(filter: { unit: $unit }) { totalCount } }',
    { unit: unit.id },
  );
  await page.context().close();
  return { id: unit.id, name: unit.name, people: staff.totalCount };
}

/** Opens a list, types into it where the server searches, and takes what begins with the words. */
async function choose(page: Page, box: Locator, text: string, title: string): Promise<void> {
  await box.click();
  if (text) await box.fill(text);
  await page.locator(`.ant-select-item-option[title^="${title}"]`).first().click();
}

const menu = (page: Page) => page.getByRole('navigation', { name: 'Menu chính' });

/** Makes an account with a first password; the panel of the account stays open. */
async function newAccount(admin: Page, username: string, name: string): Promise<string> {
  await open(admin, '/admin/users');
  await admin.getByRole('button', { name: 'Tạo tài khoản' }).click();
  const dialog = admin.getByRole('dialog', { name: 'Tạo tài khoản' });
  await dialog.getByLabel('Tên đăng nhập').fill(username);
  await dialog.getByLabel('Họ và tên').fill(name);
  await expectAccessible(admin);
  await picture(admin, 'admin-create-user');
  await dialog.getByRole('button', { name: 'Tạo tài khoản' }).click();
  await admin.waitForURL(/open=/);
  await admin.getByText('Tài khoản chưa có quyền nào đang có hiệu lực', { exact: false }).waitFor();
  await admin.getByRole('button', { name: 'Đặt lại mật khẩu' }).click();
  const ask = admin.getByRole('dialog', { name: /Đặt lại mật khẩu của/ });
  await ask.getByRole('button', { name: 'Đặt lại mật khẩu' }).click();
  const shown = admin.getByRole('dialog', { name: /Mật khẩu mới của/ });
  const password = await shown.locator('code').textContent();
  await expectAccessible(admin);
  await picture(admin, 'admin-password');
  await shown.getByRole('button', { name: 'Đã ghi lại, đóng' }).click();
  return password!;
}

/** The first sign-in of the account: the given password is changed before anything else. */
async function firstSignIn(username: string, given: string): Promise<Page> {
  const page = await pageOf(undefined);
  await page.goto('/sign-in');
  await page.getByLabel('Tên đăng nhập').fill(username);
  await page.getByLabel('Mật khẩu').fill(given);
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/sign-in\/complete/);
  await page.getByLabel('Mật khẩu hiện tại').fill(given);
  await page.getByLabel('Mật khẩu mới', { exact: true }).fill(newPassword);
  await page.getByLabel('Nhập lại mật khẩu mới').fill(newPassword);
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
  await settled(page);
  return page;
}

describe('a grant', () => {
  it('opens one commune to an officer, and closes it at the next click', async () => {
    const commune = await someCommune();
    const username = `e2e.${Date.now()}`;
    const admin = await pageOf('quantri');
    const given = await newAccount(admin, username, 'Lê Thị Thử Nghiệm');

    await admin.getByRole('button', { name: 'Cấp quyền' }).click();
    const dialog = admin.getByRole('dialog', { name: 'Cấp quyền' });
    await choose(admin, dialog.getByLabel('Vai trò'), '', officerRole);
    await dialog.getByRole('list', { name: 'Vai trò này được' }).getByRole('listitem').first().waitFor();
    await choose(admin, dialog.getByLabel('Tại đơn vị'), commune.name, commune.name);
    await dialog.getByRole('button', { name: 'Cấp quyền' }).click();
    await dialog.getByText('Mục này không được để trống.').waitFor();
    await dialog.getByLabel('Số quyết định').fill('1612/QĐ-SNV');
    await expectAccessible(admin);
    await picture(admin, 'admin-grant');
    await dialog.getByRole('button', { name: 'Cấp quyền' }).click();
    await dialog.waitFor({ state: 'detached' });
    await admin.getByRole('link', { name: commune.name }).waitFor();
    await picture(admin, 'admin-user-panel');

    const officer = await firstSignIn(username, given);
    expect(await menu(officer).getByRole('link').allTextContents()).not.toContain('Quản trị');
    await menu(officer).getByRole('link', { name: 'Hồ sơ CBCCVC' }).click();
    await officer
      .getByRole('status')
      .filter({ hasText: `của ${new Intl.NumberFormat('vi-VN').format(commune.people)}` })
      .waitFor();
    await menu(officer).getByRole('link', { name: 'Tổ chức và biên chế' }).click();
    await officer.getByText(commune.name).first().waitFor();
    await settled(officer);
    expect(await officer.locator('[aria-level="1"]').count()).toBe(1);
    await expect.poll(() => officer.locator('[aria-level="1"]').textContent()).toContain(commune.name);

    await open(admin, `/admin/grants?q=${username}`);
    await expectAccessible(admin);
    await picture(admin, 'admin-grants');
    await admin.getByRole('button', { name: 'Kết thúc quyền' }).click();
    const end = admin.getByRole('dialog', { name: /Kết thúc vai trò/ });
    await end.getByText(`không còn vai trò ${officerRole} tại ${commune.name}`, { exact: false }).waitFor();
    await end.getByLabel('Lý do').fill('Chuyển công tác');
    await expectAccessible(admin);
    await picture(admin, 'admin-end-grant');
    await end.getByRole('button', { name: 'Kết thúc quyền' }).click();
    await admin.getByText('Không có quyền nào khớp').waitFor();

    await menu(officer).getByRole('link', { name: 'Hồ sơ CBCCVC' }).click();
    await officer.getByRole('alert').waitFor();
    expect(await officer.locator('tbody tr').count()).toBe(0);

    await open(admin, `/admin/users?q=${username}`);
    await admin.getByRole('link', { name: 'Lê Thị Thử Nghiệm' }).click();
    await admin.getByRole('button', { name: 'Khóa tài khoản' }).click();
    const lock = admin.getByRole('dialog', { name: /Khóa tài khoản/ });
    await lock.getByLabel('Lý do').fill('Nghỉ hưu');
    await lock.getByRole('button', { name: 'Khóa tài khoản' }).click();
    await admin.getByText('Đã khóa', { exact: true }).first().waitFor();
    await menu(officer).getByRole('link', { name: 'Tổ chức và biên chế' }).click();
    await officer.waitForURL(/\/sign-in/);
  }, 120_000);
});

describe('the screens of administration', () => {
  it('pass axe at a desk and on a phone, and fit both', async () => {
    const first = await pageOf('quantri');
    type Found = { users: { edges: { node: { id: string } }[] } };
    const { users } = await ask<Found>(
      first,
      '{ users(filter: { search: "nhansu" }, first: 1) { edges { node { id } } } }',
    );
    const user = users.edges[0]!.node.id;
    const screens: [string, string][] = [
      ['users', '/admin/users'],
      ['user', `/admin/users/${user}`],
      ['grants', '/admin/grants'],
      ['grants-past', '/admin/grants?asOf=2025-12-31'],
      ['access', `/admin/access?user=${encodeURIComponent(user)}`],
      ['reviews', '/admin/reviews'],
      ['roles', '/admin/roles'],
      ['own-grants', '/account?tab=delegations'],
    ];
    for (const viewport of [{ width: 1366, height: 768 }, phone]) {
      const page = await pageOf('quantri', viewport);
      for (const [name, path] of screens) {
        await open(page, path);
        await picture(page, `admin-${name}`);
        await expectNoSidewaysScroll(page);
        await expectAccessible(page);
      }
      await page.context().close();
    }
  }, 240_000);

  it('speak English', async () => {
    const page = await pageOf('quantri');
    await open(page, '/admin/users');
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('heading', { level: 1, name: 'Users' }).waitFor();
    await settled(page);
    await picture(page, 'admin-users-english');
  });
});

describe('a review', () => {
  it('is started by the administrator and decided, for the agency, by its head', async () => {
    const title = `Rà soát thử ${Date.now()}`;
    const admin = await pageOf('quantri');
    await open(admin, '/admin/reviews');
    await admin.getByRole('button', { name: 'Mở đợt rà soát' }).click();
    const dialog = admin.getByRole('dialog', { name: 'Mở đợt rà soát' });
    await dialog.getByLabel('Tên đợt').fill(title);
    await dialog.getByLabel('Hạn hoàn thành').fill('31/12/2099');
    await dialog.getByLabel('Hạn hoàn thành').press('Enter');
    await dialog.getByRole('button', { name: 'Mở đợt rà soát' }).click();
    await admin.getByRole('link', { name: title }).waitFor();
    await picture(admin, 'admin-reviews-started');

    const head = await pageOf('thutruong');
    await open(head, '/admin/reviews');
    await head.getByRole('link', { name: title }).click();
    await head.getByLabel('Của tôi').check();
    await head.waitForURL(/mine=yes/);
    await settled(head);
    const officer = head.getByRole('checkbox', { name: /\(nhansu\)/ });
    await officer.first().check();
    await expectAccessible(head);
    await picture(head, 'admin-review');
    await head.getByRole('button', { name: 'Giữ quyền' }).click();
    const keep = head.getByRole('dialog', { name: 'Giữ 1 quyền' });
    await keep.getByText('(nhansu)', { exact: false }).waitFor();
    await keep.getByRole('button', { name: 'Giữ quyền' }).click();
    await head.getByText('Đã giữ 1 quyền.').waitFor();
    // Nobody is asked about their own.
    expect(await head.getByRole('checkbox', { name: /\(thutruong\)/ }).count()).toBe(0);
  });
});

describe('a role of one’s own', () => {
  it('is lent for a time by the head of an agency, and taken back', async () => {
    const head = await pageOf('thutruong');
    await open(head, '/account?tab=delegations');
    await head.getByRole('button', { name: 'Ủy quyền' }).first().click();
    const dialog = head.getByRole('dialog', { name: /Ủy quyền Thủ trưởng/ });
    await dialog.getByLabel('Tên đăng nhập của người nhận').fill('khong.co.ai');
    await dialog.getByLabel('Đến hết ngày').fill('31/12/2099');
    await dialog.getByLabel('Đến hết ngày').press('Enter');
    await dialog.getByLabel('Số quyết định').fill('05/GUQ-SKHCN');
    await dialog.getByRole('button', { name: 'Ủy quyền' }).click();
    const name = dialog.getByLabel('Tên đăng nhập của người nhận');
    await expect.poll(() => name.getAttribute('aria-invalid')).toBe('true');
    await expectAccessible(head);
    await picture(head, 'admin-lend');
    await name.fill('canhan');
    await dialog.getByRole('button', { name: 'Ủy quyền' }).click();
    await head.getByText(/^Đã ủy quyền Thủ trưởng .* cho canhan\.$/).waitFor();
    const lent = head.getByRole('region', { name: 'Quyền tôi đã ủy cho người khác' });
    await lent.getByText('05/GUQ-SKHCN').waitFor();

    const staff = await pageOf('canhan');
    await open(staff, '/');
    expect(await menu(staff).getByRole('link').allTextContents()).toContain('Hồ sơ CBCCVC');

    await lent.getByRole('button', { name: 'Thu lại' }).click();
    const end = head.getByRole('dialog', { name: /Kết thúc vai trò/ });
    await end.getByLabel('Lý do').fill('Đã đi công tác về');
    await end.getByRole('button', { name: 'Kết thúc quyền' }).click();
    await lent.getByText('Chưa ủy quyền cho ai.').waitFor();
    await open(staff, '/account?tab=delegations');
    expect(await menu(staff).getByRole('link').allTextContents()).not.toContain('Hồ sơ CBCCVC');
    await expectAccessible(staff);
    await picture(staff, 'admin-own-roles');
  });
});
