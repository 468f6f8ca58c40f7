import type {
  DeclareRecordChangeInput,
  RecordChangeKind,
  RecordChangeSection,
  StaffRecordQuery,
} from '@/gql/graphql';
import { formatDay } from '@/lib/day';
import { asRead, asSent, faultOf, formFields, isList, type Fault, type ListSection } from './change-fields';
import { valuesOf } from './record-change';

export type Member = NonNullable<StaffRecordQuery['staffMember']>;
export type Values = Record<string, string>;

/** What is done in a section with many lines. */
export const lineActs = ['add', 'change', 'strike'] as const;
export type LineAct = (typeof lineActs)[number];

/** A change as it stands in the form. */
export interface Draft {
  /** One for each opened form, so that sending twice has one effect. */
  requestId: string;
  section: RecordChangeSection;
  kind: RecordChangeKind;
  act: LineAct;
  /** The line that is changed or struck. */
  target: string | undefined;
  values: Values;
  effectiveOn: string | undefined;
  evidence: string;
}

export interface Line {
  id: string;
  /** How people tell it from the others. */
  name: string;
  values: Values;
}

function lineValues(section: ListSection, row: object): Values {
  const given = row as Record<string, unknown>;
  return Object.fromEntries(
    formFields(section).map(({ name }) => [name, asRead(section, name, String(given[name] ?? ''))]),
  );
}

export function linesOf(member: Member, section: ListSection): Line[] {
  switch (section) {
    case 'FAMILY':
      return (member.relatives ?? []).map((row) => ({
        id: row.id,
        name: [row.relation, row.fullName, row.birthYear].filter(Boolean).join(' · '),
        values: lineValues(section, row),
      }));
    case 'QUALIFICATION':
      return member.qualifications.map((row) => ({
        id: row.id,
        name: [row.level, row.major, row.school].filter(Boolean).join(' · '),
        values: lineValues(section, row),
      }));
    case 'WORK_HISTORY':
      return member.workHistory.map((row) => ({
        id: row.id,
        name: `${formatDay(row.from)} · ${row.content}`,
        values: lineValues(section, row),
      }));
  }
}

/** What the record says now in the place that the draft is about. */
export function presentValues(member: Member, draft: Pick<Draft, 'section' | 'act' | 'target'>): Values {
  const { section, act, target } = draft;
  if (!isList(section)) return valuesOf(member, section);
  const line = act === 'add' ? undefined : linesOf(member, section).find(({ id }) => id === target);
  return line?.values ?? Object.fromEntries(formFields(section).map(({ name }) => [name, '']));
}

export function newDraft(member: Member, section: RecordChangeSection): Draft {
  const list = isList(section);
  const place = { section, act: 'add' as const, target: undefined };
  return {
    ...place,
    requestId: crypto.randomUUID(),
    kind: list ? 'DECLARE' : 'UPDATE',
    values: presentValues(member, place),
    effectiveOn: undefined,
    evidence: '',
  };
}

/** The kinds that fit: a new line is declared, a line that is there is updated or corrected. */
export function kindsOf({ section, act }: Pick<Draft, 'section' | 'act'>): RecordChangeKind[] {
  if (!isList(section)) return ['UPDATE', 'CORRECT', 'DECLARE'];
  return act === 'add' ? ['DECLARE'] : ['UPDATE', 'CORRECT'];
}

/** The draft with another section, act, line or kind: whatever no longer fits starts anew. */
export function moved(
  member: Member,
  draft: Draft,
  next: Partial<Pick<Draft, 'section' | 'act' | 'target'>>,
): Draft {
  const section = next.section ?? draft.section;
  const act = next.section ? 'add' : (next.act ?? draft.act);
  const target = next.section || next.act ? undefined : (next.target ?? draft.target);
  const kinds = kindsOf({ section, act });
  const kind = kinds.includes(draft.kind) ? draft.kind : kinds[0]!;
  return { ...draft, section, act, target, kind, values: presentValues(member, { section, act, target }) };
}

/** From which day the change holds can be said of updates; certificates and work history carry days of their own. */
export function takesEffectiveDay({ section, kind }: Pick<Draft, 'section' | 'kind'>): boolean {
  return kind === 'UPDATE' && section !== 'QUALIFICATION' && section !== 'WORK_HISTORY';
}

/** Whether anything would be lost with the form. */
export function isDirty(member: Member, draft: Draft): boolean {
  const present = presentValues(member, draft);
  return (
    draft.evidence.trim() !== '' ||
    draft.effectiveOn !== undefined ||
    draft.act === 'strike' ||
    formFields(draft.section).some(({ name }) => (draft.values[name] ?? '').trim() !== present[name])
  );
}

export type Faults = Record<string, Fault>;

/** What keeps the draft from being sent, by the name of the field. */
export function faultsOf(member: Member, draft: Draft): Faults {
  const faults: Faults = {};
  if (isList(draft.section) && draft.act !== 'add' && draft.target === undefined) {
    faults.target = { key: 'changes.fault.target' };
  } else if (draft.act !== 'strike') {
    const present = presentValues(member, draft);
    for (const field of formFields(draft.section)) {
      const value = (draft.values[field.name] ?? '').trim();
      // What stands in the record already is not this form's to judge.
      const asked = value !== present[field.name] || (isList(draft.section) && draft.act === 'add');
      const fault = asked ? faultOf(field, value) : undefined;
      if (fault) faults[field.name] = fault;
    }
    const { from, to } = draft.values;
    if (draft.section === 'WORK_HISTORY' && from && to && to < from)
      faults.to ??= { key: 'changes.fault.days' };
  }
  if (draft.evidence.trim() === '') faults.evidence = { key: 'changes.fault.evidence' };
  else if ([...draft.evidence.trim()].length > 1000)
    faults.evidence = { key: 'changes.fault.long', args: { max: 1000 } };
  return faults;
}

/** Only what differs from the record is sent; what was emptied is named, for the API takes no null. */
export function inputOf(member: Member, draft: Draft): DeclareRecordChangeInput {
  const { requestId, section, kind, act, target, effectiveOn, evidence } = draft;
  const list = isList(section);
  const remove = list && act === 'strike';
  const present = presentValues(member, draft);
  const changed = remove
    ? []
    : formFields(section)
        .map(({ name }) => ({ name, value: (draft.values[name] ?? '').trim() }))
        .filter(({ name, value }) => value !== present[name]);
  const clear = changed.filter(({ value }) => value === '').map(({ name }) => name);
  return {
    clientRequestId: requestId,
    staff: member.id,
    kind,
    section,
    fields: changed
      .filter(({ value }) => value !== '')
      .map(({ name, value }) => ({ name, value: asSent(section, name, value) })),
    clear: clear.length === 0 ? undefined : clear,
    target: list && act !== 'add' ? target : undefined,
    remove,
    evidence: evidence.trim(),
    effectiveOn: takesEffectiveDay(draft) ? effectiveOn : undefined,
  };
}

/** The field of the form that an error of the server is about: "fields[0].value" and "clear[0]" count what was sent. */
export function fieldOfError(input: DeclareRecordChangeInput, path: string | undefined): string | undefined {
  const [, list, index] = /^(?:input\.)?(fields|clear)\[(\d+)\]/.exec(path ?? '') ?? [];
  if (list === 'fields') return input.fields[Number(index)]?.name;
  if (list === 'clear') return input.clear?.[Number(index)];
  return path?.replace(/^input\./, '');
}

/** A draft is kept for one person at one record, in this tab alone, until it is sent or thrown away. */
export function draftKey(username: string, staffId: string): string {
  return `bienche.change-draft.${username}.${staffId}`;
}

export function keepDraft(key: string, draft: Draft): void {
  sessionStorage.setItem(key, JSON.stringify(draft));
}

export function dropDraft(key: string): void {
  sessionStorage.removeItem(key);
}

/** The kept draft, if its section may still be declared. A form that is opened again asks anew. */
export function keptDraft(key: string, sections: readonly RecordChangeSection[]): Draft | undefined {
  try {
    const draft = JSON.parse(sessionStorage.getItem(key) ?? 'null') as Draft | null;
    if (draft === null || !sections.includes(draft.section)) return undefined;
    return { ...draft, requestId: crypto.randomUUID() };
  } catch {
    return undefined;
  }
}
