import { rest, restJSON } from '@/lib/rest';

export async function signIn(username: string, password: string): Promise<void> {
  await restJSON('/api/session', { username, password });
}

export async function signOut(): Promise<void> {
  await rest('/api/session', { method: 'DELETE' });
}
