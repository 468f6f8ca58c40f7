import { textParam } from '@/lib/search-params';

/** Only addresses of our own may follow a sign-in. */
function ownAddress(value: unknown): string | undefined {
  const address = textParam(value);
  return address?.startsWith('/') && !address.startsWith('//') && !address.includes('\\')
    ? address
    : undefined;
}

/** Where a sign-in leads to. */
export function nextParam(search: Record<string, unknown>): { next?: string } {
  return { next: ownAddress(search.next) };
}
