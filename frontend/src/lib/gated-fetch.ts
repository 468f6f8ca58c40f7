import { gate as windowGate, type Gate } from './gate';

interface Refusal {
  locked?: boolean;
  confirm?: boolean;
}

/** The refusals of an answer that the person can lift, whether GraphQL wrote it or a REST address. */
function refusalIn(text: string): Refusal {
  // Most answers hold neither word and are not read twice; a string of the data cannot hold them unescaped.
  if (!/"(locked|confirm)": ?true/.test(text)) return {};
  try {
    const body = JSON.parse(text) as Refusal & { errors?: { extensions?: Refusal }[]; code?: string };
    const refusals = body.errors?.map(({ extensions }) => extensions ?? {}) ?? (body.code ? [body] : []);
    return {
      locked: refusals.some(({ locked }) => locked === true),
      confirm: refusals.some(({ confirm }) => confirm === true),
    };
  } catch {
    return {};
  }
}

/**
 * `fetch`, with the person in between: an answer that says the session is locked, or that the act wants a fresh
 * confirmation, is kept from the caller until they have answered, and the request is sent again. A confirmation is
 * asked for once; given up, the refusal stands.
 */
export async function gatedFetch(
  input: RequestInfo | URL,
  init?: RequestInit,
  gate: Gate = windowGate,
): Promise<Response> {
  let confirmed = false;
  for (;;) {
    const response = await fetch(input, init);
    if (!response.headers.get('Content-Type')?.includes('json')) return response;
    const text = await response.text();
    const { locked, confirm } = refusalIn(text);
    if (locked && (await gate.ask('unlock'))) continue;
    if (confirm && !confirmed && (await gate.ask('confirm'))) {
      confirmed = true;
      continue;
    }
    const { status, statusText, headers } = response;
    return new Response(status === 204 ? null : text, { status, statusText, headers });
  }
}
