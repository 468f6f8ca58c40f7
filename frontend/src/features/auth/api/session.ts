import { forgetKept } from '@/lib/kept-state';
import { rest, restAtGate, restJSONAtGate } from '@/lib/rest';
import { tellTabs } from '@/lib/tabs';

/** How one may sign in here: by name and password, by the provider of the province, or both. */
export interface SignInWays {
  local: boolean;
  oidc: { name: string } | null;
}

/** The session as the server sees it, locked or not. */
export interface SessionState {
  username: string;
  displayName: string;
  lockAfterSeconds: number;
  expiresAt: string | null;
  locked: boolean;
  totp: boolean;
  /** Signed in by the provider of the province: it, and not a password, says who one is. */
  byProvider: boolean;
  mustChangePassword: boolean;
  mustSetUpTotp: boolean;
}

/** That it is still the same person: their password, or a code of the second factor. */
export type Proof = { password: string } | { code: string };

export async function signInWays(): Promise<SignInWays> {
  return (await restAtGate('/api/session/ways')).json() as Promise<SignInWays>;
}

/** `code` is the second factor's, or a recovery code; wanted when the server says so. */
export async function signIn(username: string, password: string, code?: string): Promise<void> {
  await restJSONAtGate('/api/session', { username, password, code });
}

/** Where the provider's sign-in begins, or a new proof by it; it comes back to `next`. */
export function providerAddress(next: string): string {
  return `/api/oidc/login?return=${encodeURIComponent(next)}`;
}

export async function sessionState(): Promise<SessionState> {
  return (await restAtGate('/api/session')).json() as Promise<SessionState>;
}

export async function lockSession(): Promise<void> {
  await restAtGate('/api/session/lock', { method: 'POST' });
}

export async function unlockSession(proof: Proof): Promise<void> {
  await restJSONAtGate('/api/session/unlock', proof);
  tellTabs('unlocked');
}

export async function confirmSession(proof: Proof): Promise<void> {
  await restJSONAtGate('/api/session/confirm', proof);
}

/** Tells the server that the person is at work although nothing was asked of it. */
export async function touchSession(): Promise<void> {
  await rest('/api/session');
}

export async function signOut(): Promise<void> {
  // Drafts hold personal data and must not wait for whoever signs in next on this machine.
  forgetKept();
  tellTabs('signed-out');
  await restAtGate('/api/session', { method: 'DELETE' });
}
