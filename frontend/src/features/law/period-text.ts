import type { TFunction } from 'i18next';
import { formatDay, lastDay } from '@/lib/day';

/** "01/07/2024 – 30/06/2026", the day alone where it is one, or "since" while no end is known. */
export function periodText(t: TFunction, { from, to }: { from: string; to?: string | null }): string {
  const first = formatDay(from);
  if (!to) return t('law.fromDay', { day: first });
  const last = formatDay(lastDay(to));
  return last === first ? first : `${first} – ${last}`;
}
