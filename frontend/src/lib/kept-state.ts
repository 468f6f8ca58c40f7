const ownerKey = 'bienche.owner';

/**
 * What this tab keeps between pages (drafts of forms) belongs to one person: when another signs in here it is gone
 * before they see anything.
 */
export function keepFor(username: string): void {
  if (sessionStorage.getItem(ownerKey) === username) return;
  if (sessionStorage.getItem(ownerKey) !== null) forgetKept();
  sessionStorage.setItem(ownerKey, username);
}

/** Drops every draft of this tab. */
export function forgetKept(): void {
  sessionStorage.clear();
}
