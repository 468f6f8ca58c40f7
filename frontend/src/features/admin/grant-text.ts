import type { TFunction } from 'i18next';
import { formatDay, lastDay } from '@/lib/day';

/** "01/01/2026 – 31/12/2026", or "since" while no end has been set. */
export function periodText(t: TFunction, { from, to }: { from: string; to?: string | null }): string {
  return to
    ? `${formatDay(from)} – ${formatDay(lastDay(to))}`
    : t('admin.grant.since', { day: formatDay(from) });
}

export type GrantPhase = 'coming' | 'inForce' | 'ended';

/** Where a grant stands on a day. */
export function phaseOf({ from, to }: { from: string; to?: string | null }, day: string): GrantPhase {
  if (from > day) return 'coming';
  return to && to <= day ? 'ended' : 'inForce';
}

const domains = [
  'org',
  'headcount',
  'position',
  'staff',
  'decision',
  'report',
  'exchange',
  'calculator',
  'rule',
  'view',
  'auth',
  'audit',
] as const;

/** The part of the system that a permission is of, in words. */
export function domainLabel(t: TFunction, domain: string): string {
  const known = domains.find((item) => item === domain);
  return known ? t(`admin.domain.${known}`) : domain;
}
