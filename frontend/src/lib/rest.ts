import { currentLanguage } from '@/i18n/language';
import { ProblemError, problemOfResponse } from './problem';

/** One REST call to our own server, in the reader's language; a refusal is thrown as ProblemError. */
export async function rest(path: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  headers.set('Accept-Language', currentLanguage());
  let response: Response;
  try {
    response = await fetch(path, { ...init, headers, credentials: 'same-origin' });
  } catch {
    throw new ProblemError({ code: 'OFFLINE', message: '' });
  }
  if (!response.ok) throw new ProblemError(await problemOfResponse(response));
  return response;
}

export function restJSON(path: string, body: unknown): Promise<Response> {
  return rest(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
}
