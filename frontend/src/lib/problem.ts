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
  /** The screen is locked: the session goes on after its password or code. */
  locked?: boolean;
  /** The act wants a confirmation that is not older than a few minutes. */
  confirm?: boolean;
  /** Nothing goes on before the password is changed. */
  mustChangePassword?: boolean;
  /** Nothing goes on before the second factor, which a role of the person asks for, is set up. */
  mustSetUpTotp?: boolean;
  /** Signing in wants the code of the second factor as well. */
  secondFactor?: boolean;
  /** The right that was missing ("staff.health:read"). */
  grant?: string;
}

type Extensions = Partial<Omit<Problem, 'message'>>;

function extensionsOf(from: Extensions): Omit<Extensions, 'code'> {
  const { field, locked, confirm, mustChangePassword, mustSetUpTotp, secondFactor, grant } = from;
  return { field, locked, confirm, mustChangePassword, mustSetUpTotp, secondFactor, grant };
}

export class ProblemError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.message);
  }
}

/** What a failed call says; anything that is no refusal of the server is INTERNAL. */
export function problemFrom(error: unknown): Problem {
  return error instanceof ProblemError ? error.problem : { code: 'INTERNAL', message: '' };
}

/** The first error of a GraphQL answer; a request that never arrived is OFFLINE and has no sentence of its own. */
export function problemOf(error: CombinedError): Problem {
  const first = error.graphQLErrors[0];
  if (first === undefined) {
    const status = (error.response as Response | undefined)?.status;
    return { code: status === 401 ? 'UNAUTHENTICATED' : 'OFFLINE', message: '' };
  }
  const extensions = first.extensions as Extensions;
  return { code: extensions.code ?? 'INTERNAL', message: first.message, ...extensionsOf(extensions) };
}

/** A failed REST answer (application/problem+json); an answer without a body keeps only its status. */
export async function problemOfResponse(response: Response): Promise<Problem> {
  const body = (await response.json().catch(() => ({}))) as Extensions &
    Record<'message' | 'detail' | 'title', string | undefined>;
  const byStatus: ProblemCode = response.status === 401 ? 'UNAUTHENTICATED' : 'INTERNAL';
  return {
    code: body.code ?? byStatus,
    message: body.message ?? body.detail ?? body.title ?? '',
    ...extensionsOf(body),
  };
}
