import { dateParam, oneOfParam, textParam } from '@/lib/search-params';

export interface PeriodSearch {
  from?: string;
  to?: string;
  unit?: string;
  /** Only figures that differ from what a report printed. */
  only?: 'gaps';
}

export function parsePeriodSearch(search: Record<string, unknown>): PeriodSearch {
  return {
    from: dateParam(search.from),
    to: dateParam(search.to),
    unit: textParam(search.unit),
    only: oneOfParam(search.only, ['gaps'] as const),
  };
}
