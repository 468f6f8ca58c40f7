import { describe, expect, it } from 'vitest';
import type { StaffRecordQuery } from '@/gql/graphql';
import { changeInput, declarable, faultyField, valuesOf } from '../record-change';

type Member = NonNullable<StaffRecordQuery['staffMember']>;

const member = {
  id: '7',
  fullName: 'Nguyễn Văn An',
  otherNames: 'An',
  birthDate: '1990-05-06',
  identity: { phone: '0912345678', email: '', homeTown: 'Lục Nam' },
  health: null,
} as unknown as Member;

function draft(values: Record<string, string>) {
  const all = { ...valuesOf(member, 'IDENTITY'), ...values };
  return changeInput(
    { member, section: 'IDENTITY', kind: 'UPDATE', values: all, evidence: ' CCCD ' },
    'request-1',
  );
}

describe('a declared change', () => {
  it('carries only what differs from the record', () => {
    expect(draft({ phone: ' 0987654321 ' })).toEqual({
      clientRequestId: 'request-1',
      staff: '7',
      kind: 'UPDATE',
      section: 'IDENTITY',
      fields: [{ name: 'phone', value: '0987654321' }],
      clear: undefined,
      evidence: 'CCCD',
    });
  });

  it('names what was emptied', () => {
    expect(draft({ homeTown: '' })).toMatchObject({ fields: [], clear: ['homeTown'] });
  });

  it('starts empty where the record has no such part yet', () => {
    expect(valuesOf(member, 'HEALTH')).toEqual({ status: '', heightCm: '', weightKg: '', bloodGroup: '' });
  });

  it('finds the field that the server refused', () => {
    const input = draft({ phone: 'abc', email: 'x' });
    expect(faultyField(input, 'fields[1].value')).toBe('email');
    expect(faultyField(input, 'evidence')).toBe('evidence');
    expect(faultyField(input, undefined)).toBeUndefined();
  });
});

describe('the right to declare', () => {
  it('is one for each part of the record', () => {
    expect(declarable(member, ['staff.identity:declare'], undefined)).toEqual(['IDENTITY']);
  });

  it('to one’s own record holds for that record alone', () => {
    const permissions = ['staff.core:declare_self', 'staff.identity:declare_self'];
    expect(declarable(member, permissions, '7')).toEqual(['CORE', 'IDENTITY']);
    expect(declarable(member, permissions, '8')).toEqual([]);
  });
});
