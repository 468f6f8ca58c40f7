import { rest, restJSON } from '@/lib/rest';

export async function signIn(username: string, password: string): Promise<void> {
  await restJSON('/api/session', { username, password });
}

export async function signOut(): Promise<void> {
  // Drafts hold personal data and must not wait for whoever signs in next on this machine.
  window.sessionStorage.clear();
  await rest('/api/session', { method: 'DELETE' });
}
