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

/** The same person begins a new session in place of the one that ends; the other windows go on under it. */
export async function signInAnew(username: string, password: string, code?: string): Promise<void> {
  await signIn(username, password, code);
  tellTabs('signed-in');
}

/** Where the provider's sign-in begins, or a new proof by it; it comes back to `next`. */
export function providerAddress(next: string): string {
  return `/api/oidc/login?return=${encodeURIComponent(next)}`;
}

/** The page that the provider comes back to: drafts of forms outlive the way there and back. */
export function here(): string {
  return window.location.pathname + window.location.search;
}

export async function sessionState(): Promise<SessionState> {
  return (await restAtGate('/api/session')).json() as Promise<SessionState>;
}

/** When the session ends whatever one does. */
export interface SessionEnd {
  /** The instant as the server says it. */
  at: string;
  /** The same by this machine's clock, which may be wrong; milliseconds since 1970. */
  here: number;
  byProvider: boolean;
}

/** Undefined when nobody has signed in, and for what does not end. */
export async function sessionEnd(): Promise<SessionEnd | undefined> {
  const response = await restAtGate('/api/session');
  const { expiresAt, byProvider } = (await response.json()) as SessionState;
  if (!expiresAt) return undefined;
  const now = Date.now();
  const theirs = Date.parse(response.headers.get('Date') ?? '') || now;
  return { at: expiresAt, here: now + Date.parse(expiresAt) - theirs, byProvider };
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
