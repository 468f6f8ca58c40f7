import { cacheExchange, createClient, fetchExchange, mapExchange, type Client } from '@urql/core';
import { currentLanguage } from '@/i18n/language';
import { gatedFetch } from './gated-fetch';
import { problemOf } from './problem';

/** What ends a person's work for now. */
export interface Interruptions {
  /** The server no longer knows the session. */
  onSignedOut: () => void;
  /** A password must be changed, or a second factor set up, before anything else. */
  onUnfinished: () => void;
}

/**
 * A client with the document cache: a normalised cache would mix the facts of two dates under one id. Requests pass
 * the gate, so that a locked screen or a confirmation holds them up and does not fail them.
 */
export function newClient({ onSignedOut, onUnfinished }: Interruptions): Client {
  return createClient({
    url: '/graphql',
    preferGetMethod: false,
    requestPolicy: 'cache-and-network',
    fetch: (input, init) => gatedFetch(input, init),
    fetchOptions: () => ({
      credentials: 'same-origin',
      headers: { 'Accept-Language': currentLanguage() },
    }),
    exchanges: [
      mapExchange({
        onError(error) {
          const { code, locked, mustChangePassword, mustSetUpTotp } = problemOf(error);
          if (mustChangePassword || mustSetUpTotp) onUnfinished();
          else if (code === 'UNAUTHENTICATED' && !locked) onSignedOut();
        },
      }),
      cacheExchange,
      fetchExchange,
    ],
  });
}
