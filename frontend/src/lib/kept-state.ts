const ownerKey = 'bienche.owner';

/**
 * What this tab keeps between pages (drafts of forms) belongs to one person: when another signs in here it is gone
 * before they see anything. True when the tab was not theirs before.
 */
export function keepFor(username: string): boolean {
  const owner = sessionStorage.getItem(ownerKey);
  if (owner === username) return false;
  if (owner !== null) forgetKept();
  sessionStorage.setItem(ownerKey, username);
  return true;
}

/** Drops every draft of this tab. */
export function forgetKept(): void {
  sessionStorage.clear();
}
