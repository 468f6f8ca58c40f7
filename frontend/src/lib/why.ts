import { createContext, useContext } from 'react';

/** What the reader lacks: a right ("staff.health:read"), and the object at which, when there is one. */
export interface Lacking {
  grant: string;
  object?: string;
}

/** Explains why something cannot be seen or done; absent where nothing can explain it (before sign-in). */
export type Explain = (lacking: Lacking) => void;

export const WhyContext = createContext<Explain | null>(null);

export function useExplain(): Explain | null {
  return useContext(WhyContext);
}
