import type { Client } from '@urql/core';
import { ViewerDocument } from '@/gql/graphql';
import { currentLanguage } from '@/i18n/language';
import { gate } from '@/lib/gate';
import { newClient, type Interruptions } from '@/lib/graphql-client';
import { keepFor } from '@/lib/kept-state';
import { ProblemError, problemOf } from '@/lib/problem';
import { tellTabs } from '@/lib/tabs';
import type { Viewer } from '@/lib/viewer';

/**
 * One browser session: the GraphQL client with its cache, and who is signed in. Restarting drops both, so that
 * nothing one person read stays in memory for the next.
 */
export class Session {
  client: Client;
  private viewer: { of: Viewer; language: string } | undefined;
  private readonly listeners = new Set<() => void>();

  constructor(private readonly interruptions: Interruptions) {
    this.client = newClient(interruptions);
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  current = (): Client => this.client;

  /** Drops who is signed in, and everything read; whatever waited for them waits no longer. */
  restart(): void {
    this.viewer = undefined;
    gate.end();
    this.forget();
  }

  /** Drops everything read, after an import for instance: the next page asks anew. */
  forget(): void {
    this.client = newClient(this.interruptions);
    for (const listener of this.listeners) listener();
  }

  /** The session has ended, here or in another window. */
  signedOut(): void {
    this.interruptions.onSignedOut();
  }

  /** Who is signed in, asked once per session and language; undefined when nobody is. */
  async whoAmI(): Promise<Viewer | undefined> {
    const language = currentLanguage();
    if (this.viewer?.language === language) return this.viewer.of;
    const { data, error } = await this.client.query(
      ViewerDocument,
      { lang: language },
      { requestPolicy: 'network-only' },
    );
    if (error) {
      const problem = problemOf(error);
      if (problem.code === 'UNAUTHENTICATED') return undefined;
      throw new ProblemError(problem);
    }
    if (data === undefined) return undefined;
    // Windows that still show somebody else's work must not go on under the new session.
    if (keepFor(data.viewer.username)) tellTabs('signed-in');
    this.viewer = { of: data.viewer, language };
    return data.viewer;
  }
}
