import { beforeEach, describe, expect, it } from 'vitest';
import { changeGrants, sectionsFor } from '../change-fields';
import {
  draftKey,
  faultsOf,
  fieldOfError,
  inputOf,
  isDirty,
  keepDraft,
  keptDraft,
  kindsOf,
  moved,
  newDraft,
  takesEffectiveDay,
  type Draft,
  type Member,
} from '../change-form';

const member = {
  id: '7',
  fullName: 'Nguyễn Văn An',
  identity: { phone: '0912345678', email: 'an@example.vn', homeTown: 'Lục Nam' },
  relatives: [
    { id: 'r1', side: 'OWN', relation: 'Con', fullName: 'Nguyễn Thị Bình', birthYear: 2010, homeTown: '' },
  ],
  qualifications: [],
  workHistory: [{ id: 'w1', from: '2001-03-01', to: '2005-07-01', content: 'Giáo viên hợp đồng' }],
} as unknown as Member;

function draft(section: Draft['section'], change: Partial<Draft> = {}, values: Draft['values'] = {}): Draft {
  const made = { ...newDraft(member, section), evidence: 'Hợp đồng thuê bao', ...change };
  return { ...made, values: { ...made.values, ...values } };
}

function line(section: 'FAMILY' | 'WORK_HISTORY', act: 'change' | 'strike', target: string): Draft {
  const chosen = moved(member, moved(member, draft(section), { act }), { target });
  return { ...chosen, evidence: 'Giấy khai sinh' };
}

describe('what a proposal sends', () => {
  it('is only what differs from the record, with what was emptied by name', () => {
    const input = inputOf(
      member,
      draft('IDENTITY', { effectiveOn: '2026-11-01' }, { phone: ' 0987654321 ', homeTown: ' ' }),
    );
    expect(input).toMatchObject({
      staff: '7',
      kind: 'UPDATE',
      section: 'IDENTITY',
      fields: [{ name: 'phone', value: '0987654321' }],
      clear: ['homeTown'],
      target: undefined,
      remove: false,
      effectiveOn: '2026-11-01',
    });
  });

  it('is every given field of a new line, which is declared', () => {
    const values = { side: 'OWN', relation: 'Con', fullName: 'Nguyễn Văn Cường' };
    const input = inputOf(member, draft('FAMILY', {}, values));
    expect(input.kind).toBe('DECLARE');
    expect(input.target).toBeUndefined();
    expect(input.fields.map(({ name }) => name)).toEqual(['side', 'relation', 'fullName']);
  });

  it('is the changed field of the chosen line', () => {
    const chosen = line('FAMILY', 'change', 'r1');
    const input = inputOf(member, { ...chosen, values: { ...chosen.values, birthYear: '2011' } });
    expect(input).toMatchObject({ kind: 'UPDATE', target: 'r1', remove: false });
    expect(input.fields).toEqual([{ name: 'birthYear', value: '2011' }]);
  });

  it('is no field at all for a line that is struck', () => {
    expect(inputOf(member, line('FAMILY', 'strike', 'r1'))).toMatchObject({
      target: 'r1',
      remove: true,
      fields: [],
      clear: undefined,
    });
  });

  it('writes the last day of work history as the day after, as the record keeps it', () => {
    const chosen = line('WORK_HISTORY', 'change', 'w1');
    expect(chosen.values.to).toBe('2005-06-30');
    const input = inputOf(member, { ...chosen, values: { ...chosen.values, to: '2005-12-31' } });
    expect(input.fields).toEqual([{ name: 'to', value: '2006-01-01' }]);
  });

  it('carries one request id for each opened form', () => {
    const opened = draft('IDENTITY', {}, { phone: '0987654321' });
    expect(inputOf(member, opened).clientRequestId).toBe(inputOf(member, opened).clientRequestId);
    expect(newDraft(member, 'IDENTITY').requestId).not.toBe(opened.requestId);
  });
});

describe('the checks before sending', () => {
  it('judge what was changed, and not what the record says already', () => {
    const old = { ...member, identity: { ...member.identity!, email: 'không rõ' } };
    const made = { ...newDraft(old, 'IDENTITY'), evidence: 'x' };
    expect(faultsOf(old, made)).toEqual({});
    const faults = faultsOf(old, { ...made, values: { ...made.values, phone: 'abc', citizenId: '123' } });
    expect(Object.keys(faults).sort()).toEqual(['citizenId', 'phone']);
  });

  it('want the evidence, the line, and what a new line needs', () => {
    expect(faultsOf(member, draft('IDENTITY', { evidence: ' ' }))).toHaveProperty('evidence');
    expect(faultsOf(member, draft('FAMILY', { act: 'strike' }))).toHaveProperty('target');
    expect(Object.keys(faultsOf(member, draft('FAMILY')))).toEqual(['side', 'relation', 'fullName']);
  });

  it('refuse work that ends before it began', () => {
    const values = { from: '2001-03-02', to: '2001-03-01', content: 'Giáo viên' };
    expect(faultsOf(member, draft('WORK_HISTORY', {}, values))).toHaveProperty('to');
  });
});

describe('an error of the server', () => {
  it('lands at the field that was sent in that place', () => {
    const input = inputOf(member, draft('IDENTITY', {}, { phone: '1', email: '', homeTown: 'Yên Dũng' }));
    expect(fieldOfError(input, 'fields[0].value')).toBe('homeTown');
    expect(fieldOfError(input, 'fields[1].value')).toBe('phone');
    expect(fieldOfError(input, 'clear[0]')).toBe('email');
    expect(fieldOfError(input, 'evidence')).toBe('evidence');
    expect(fieldOfError(input, undefined)).toBeUndefined();
  });
});

describe('kinds of change', () => {
  it('fit what is done: a new line is declared, a line that is there is not', () => {
    expect(kindsOf({ section: 'FAMILY', act: 'add' })).toEqual(['DECLARE']);
    expect(kindsOf({ section: 'FAMILY', act: 'strike' })).toEqual(['UPDATE', 'CORRECT']);
    expect(moved(member, draft('FAMILY'), { act: 'change' }).kind).toBe('UPDATE');
    expect(moved(member, draft('IDENTITY', { kind: 'CORRECT' }), { section: 'HEALTH' }).kind).toBe('CORRECT');
  });

  it('take an effective day only where one holds', () => {
    expect(takesEffectiveDay({ section: 'IDENTITY', kind: 'UPDATE' })).toBe(true);
    expect(takesEffectiveDay({ section: 'IDENTITY', kind: 'CORRECT' })).toBe(false);
    expect(takesEffectiveDay({ section: 'QUALIFICATION', kind: 'UPDATE' })).toBe(false);
  });
});

describe('a draft', () => {
  const key = draftKey('nhansu', '7');
  beforeEach(() => sessionStorage.clear());

  it('is kept for the person and the record, and asks anew when it is opened again', () => {
    const made = draft('IDENTITY', {}, { phone: '0987654321' });
    keepDraft(key, made);
    const again = keptDraft(key, ['IDENTITY'])!;
    expect(again.values.phone).toBe('0987654321');
    expect(again.requestId).not.toBe(made.requestId);
    expect(keptDraft(draftKey('canhan', '7'), ['IDENTITY'])).toBeUndefined();
  });

  it('is forgotten where its section may no longer be declared', () => {
    keepDraft(key, draft('HEALTH'));
    expect(keptDraft(key, ['IDENTITY'])).toBeUndefined();
  });

  it('holds something to lose once anything differs', () => {
    expect(isDirty(member, newDraft(member, 'IDENTITY'))).toBe(false);
    expect(isDirty(member, draft('IDENTITY'))).toBe(true);
    expect(isDirty(member, draft('IDENTITY', { evidence: '' }, { phone: '1' }))).toBe(true);
  });
});

describe('the right to propose', () => {
  it('covers the sections of its group', () => {
    expect(sectionsFor(['staff.core:declare'], '7', undefined)).toEqual([
      'CORE',
      'QUALIFICATION',
      'WORK_HISTORY',
    ]);
  });

  it('to one’s own record ends there', () => {
    expect(sectionsFor(['staff.family:declare_self'], '7', '7')).toEqual(['FAMILY']);
    expect(sectionsFor(['staff.family:declare_self'], '7', '8')).toEqual([]);
  });

  it('or to verify opens the page of changes', () => {
    expect(changeGrants).toContain('staff.health:verify');
    expect(changeGrants).toContain('staff.core:declare_self');
    expect(changeGrants).not.toContain('staff.core:read');
  });
});
