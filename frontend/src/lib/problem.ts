import { CombinedError } from '@urql/core';

export type ProblemCode =
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'BAD_INPUT'
  | 'CONFLICT'
  | 'RULE_VIOLATION'
  | 'NOT_COVERED'
  | 'LIMIT_EXCEEDED'
  | 'RETRY'
  | 'INTERNAL'
  | 'OFFLINE';

/** What went wrong, in one shape for GraphQL and REST: the server's code and its sentence in the reader's language. */
export interface Problem {
  code: ProblemCode;
  message: string;
  field?: string;
}

export class ProblemError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.message);
  }
}

/** The first error of a GraphQL answer; a request that never arrived is OFFLINE and has no sentence of its own. */
export function problemOf(error: CombinedError): Problem {
  const first = error.graphQLErrors[0];
  if (first === undefined) {
    const status = (error.response as Response | undefined)?.status;
    return { code: status === 401 ? 'UNAUTHENTICATED' : 'OFFLINE', message: '' };
  }
  const { code, field } = first.extensions as { code?: ProblemCode; field?: string };
  return { code: code ?? 'INTERNAL', message: first.message, field };
}

/** A failed REST answer (application/problem+json); an answer without a body keeps only its status. */
export async function problemOfResponse(response: Response): Promise<Problem> {
  const body = (await response.json().catch(() => ({}))) as Record<string, string | undefined>;
  const byStatus: ProblemCode = response.status === 401 ? 'UNAUTHENTICATED' : 'INTERNAL';
  return {
    code: (body.code as ProblemCode | undefined) ?? byStatus,
    message: body.message ?? body.detail ?? body.title ?? '',
    field: body.field,
  };
}
