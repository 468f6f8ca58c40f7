import { currentLanguage } from '@/i18n/language';
import { gatedFetch } from './gated-fetch';
import { ProblemError, problemOfResponse } from './problem';

async function call(send: typeof fetch, path: string, init: RequestInit): Promise<Response> {
  const headers = new Headers(init.headers);
  headers.set('Accept-Language', currentLanguage());
  let response: Response;
  try {
    response = await send(path, { ...init, headers, credentials: 'same-origin' });
  } catch {
    throw new ProblemError({ code: 'OFFLINE', message: '' });
  }
  if (!response.ok) throw new ProblemError(await problemOfResponse(response));
  return response;
}

function json(body: unknown): RequestInit {
  return { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
}

/** One REST call to our own server, in the reader's language; a refusal is thrown as ProblemError. */
export function rest(path: string, init: RequestInit = {}): Promise<Response> {
  return call(gatedFetch, path, init);
}

export function restJSON(path: string, body: unknown): Promise<Response> {
  return rest(path, json(body));
}

/** A call that opens the gate itself (signing in, unlocking) and so must not wait before it. */
export function restAtGate(path: string, init: RequestInit = {}): Promise<Response> {
  return call((input, options) => fetch(input, options), path, init);
}

export function restJSONAtGate(path: string, body: unknown): Promise<Response> {
  return restAtGate(path, json(body));
}
