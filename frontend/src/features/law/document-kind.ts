import type { TFunction } from 'i18next';

const kinds = [
  'LAW',
  'ORDINANCE',
  'RESOLUTION',
  'DECREE',
  'DECISION',
  'CIRCULAR',
  'JOINT_CIRCULAR',
  'LETTER',
  'CONSOLIDATION',
  'PARTY',
  'REPORT',
] as const;

/** What sort of instrument a document is, in words; one without words is shown by its code. */
export function documentKind(t: TFunction, kind: string): string {
  const known = kinds.find((item) => item === kind);
  return known ? t(`law.kind.${known}`) : kind;
}
