import { parseSearch, stringifySearch } from '@/lib/search-params';

/** What an address holds besides the view of a list: the date looked at, the place in the list, the open panel. */
const notOfTheView = ['asOf', 'after', 'skip', 'open'];

/** The part of an address that a saved view keeps, in one order, so that equal views are equal texts. */
export function viewSearch(address: string): string {
  const search = parseSearch(address);
  const kept = Object.keys(search)
    .filter((key) => !notOfTheView.includes(key))
    .sort()
    .map((key) => [key, search[key]] as const);
  return stringifySearch(Object.fromEntries(kept)).replace(/^\?/, '');
}
