import { formatDocument, stringifyDocument, type TypedDocumentNode } from '@urql/core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import * as documents from '@/gql/graphql';
import { newClient } from '../graphql-client';

const named = Object.entries(documents).filter(([name]) => name.endsWith('Document')) as [
  string,
  TypedDocumentNode,
][];

// The build lists each document as formatDocument and stringifyDocument give it; the server refuses any other text.
describe('the text that the client sends', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  it.each(named)('of %s is the one that the build lists', async (_name, document) => {
    const sent: string[] = [];
    vi.stubGlobal('fetch', (_url: string, init: RequestInit) => {
      sent.push((JSON.parse(String(init.body)) as { query: string }).query);
      return Promise.resolve(
        new Response('{"data":{}}', { headers: { 'Content-Type': 'application/json' } }),
      );
    });
    const listed = stringifyDocument(formatDocument(structuredClone(document)));
    const [operation] = document.definitions;
    const client = newClient({ onSignedOut: () => undefined, onUnfinished: () => undefined });
    const request = operation?.kind === 'OperationDefinition' ? operation.operation : undefined;
    await client[request === 'mutation' ? 'mutation' : 'query'](document, {}).toPromise();
    expect(sent).toEqual([listed]);
  });
});
