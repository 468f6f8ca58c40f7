/** Calendar days as YYYY-MM-DD text. A day has no hour and no zone; "today" is the day in Viet Nam. */

const inVietnam = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Asia/Ho_Chi_Minh',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

export function today(now: Date = new Date()): string {
  return inVietnam.format(now);
}

export function endOfLastYear(day: string): string {
  return `${Number(day.slice(0, 4)) - 1}-12-31`;
}

/** The eve of the reorganisation into two tiers of local government. */
export const beforeTwoTiers = '2025-06-30';

/** The last day of a range that ends before `end`: ranges of the API are half open. */
export function lastDay(end: string): string {
  const date = new Date(`${end}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() - 1);
  return date.toISOString().slice(0, 10);
}

/** The first day after: ranges of the API are half open, people name the last day. */
export function dayAfter(day: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + 1);
  return date.toISOString().slice(0, 10);
}

/** 2026-11-21 as 21/11/2026; an instant as 21/11/2026 14:05 in Viet Nam. */
export function formatDay(day: string): string {
  const [year, month, date] = day.slice(0, 10).split('-');
  return `${date}/${month}/${year}`;
}

export function formatInstant(instant: string): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: 'Asia/Ho_Chi_Minh',
    dateStyle: 'short',
    timeStyle: 'short',
  });
  return parts.format(new Date(instant)).replace(',', '');
}
