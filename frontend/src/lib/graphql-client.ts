import { cacheExchange, createClient, fetchExchange, mapExchange, type Client } from '@urql/core';
import { currentLanguage } from '@/i18n/language';
import { problemOf } from './problem';

/**
 * A client with the document cache: a normalised cache would mix the facts of two dates under one id.
 * `onSignedOut` runs when the server no longer knows the session.
 */
export function newClient(onSignedOut: () => void): Client {
  return createClient({
    url: '/graphql',
    preferGetMethod: false,
    requestPolicy: 'cache-and-network',
    fetchOptions: () => ({
      credentials: 'same-origin',
      headers: { 'Accept-Language': currentLanguage() },
    }),
    exchanges: [
      mapExchange({
        onError(error) {
          if (problemOf(error).code === 'UNAUTHENTICATED') onSignedOut();
        },
      }),
      cacheExchange,
      fetchExchange,
    ],
  });
}
