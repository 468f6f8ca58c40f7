/** The search part of an address: plain strings, a repeated key for a list, nothing quoted, so that a person can read it. */
export type Search = Record<string, string | string[] | undefined>;

export function parseSearch(text: string): Search {
  const search: Record<string, string | string[]> = {};
  for (const [key, value] of new URLSearchParams(text)) {
    const before = search[key];
    if (before === undefined) search[key] = value;
    else search[key] = Array.isArray(before) ? [...before, value] : [before, value];
  }
  return search;
}

export function stringifySearch(search: Record<string, unknown>): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(search)) {
    if (value === undefined || value === null || value === '') continue;
    for (const item of Array.isArray(value) ? value : [value]) params.append(key, String(item));
  }
  const text = params.toString();
  return text === '' ? '' : `?${text}`;
}

export function textParam(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function listParam(value: unknown): string[] | undefined {
  if (Array.isArray(value)) return value.map(String);
  const text = textParam(value);
  return text === undefined ? undefined : [text];
}

export function oneOfParam<T extends string>(value: unknown, allowed: readonly T[]): T | undefined {
  return allowed.find((item) => item === value);
}

/** Those of a list that are allowed; undefined when none is. */
export function manyOfParam<T extends string>(value: unknown, allowed: readonly T[]): T[] | undefined {
  const chosen = listParam(value)?.filter((item): item is T => (allowed as readonly string[]).includes(item));
  return chosen?.length ? chosen : undefined;
}

export function intParam(value: unknown, allowed?: readonly number[]): number | undefined {
  const number = Number(value);
  if (value === undefined || !Number.isInteger(number) || number < 0) return undefined;
  return allowed === undefined || allowed.includes(number) ? number : undefined;
}

/** A calendar date in the form YYYY-MM-DD that exists, else undefined. */
export function dateParam(value: unknown): string | undefined {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return undefined;
  const date = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value) ? value : undefined;
}
