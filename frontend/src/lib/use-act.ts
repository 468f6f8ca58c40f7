import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMutation, type TypedDocumentNode } from 'urql';
import { problemOf, type Problem } from './problem';

interface WithRequestId {
  clientRequestId: string;
}

export interface Act<Data, Input extends WithRequestId> {
  /** Sends once even for a double click; undefined when refused. A second try after a refusal keeps the request id. */
  send: (input: Omit<Input, 'clientRequestId'>) => Promise<Data | undefined>;
  fetching: boolean;
  /** The refusal that belongs to none of the fields shown. */
  refusal: { problem: Problem; text: string } | undefined;
  /** What the server said of a field. */
  errorAt: (field: string) => string | undefined;
  /** The same of a field that must be filled in, or that it is empty, once `ask` has been called. */
  errorOf: (field: string, value: string | undefined, missing?: string) => string | undefined;
  /** The reader wants to send: from now on it is said what is missing. */
  ask: () => void;
  /** Lifts what was said, because the reader changed something. */
  clear: () => void;
}

/** One act of a dialog: a mutation with its request id, and its refusal sorted to the field that it names. */
export function useAct<Data, Input extends WithRequestId>(
  document: TypedDocumentNode<Data, { input: Input }>,
  fields: readonly string[],
): Act<Data, Input> {
  const { t } = useTranslation();
  const [requestId] = useState(() => crypto.randomUUID());
  const [asked, setAsked] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const sending = useRef(false);
  const [{ fetching }, execute] = useMutation(document);
  const place = problem?.field?.replace(/^input\./, '');
  const text = problem && (problem.message || t(`common.error.${problem.code}`));
  const beside = place !== undefined && fields.includes(place);

  async function send(input: Omit<Input, 'clientRequestId'>): Promise<Data | undefined> {
    if (sending.current) return undefined;
    sending.current = true;
    setProblem(undefined);
    const full = { ...input, clientRequestId: requestId } as Input;
    const { data, error } = await execute({ input: full });
    sending.current = false;
    if (error) setProblem(problemOf(error));
    return error ? undefined : data;
  }

  const errorAt = (field: string) => (beside && place === field ? text : undefined);
  return {
    send,
    fetching,
    refusal: problem && text !== undefined && !beside ? { problem, text } : undefined,
    errorAt,
    errorOf: (field, value, missing = t('common.form.required')) =>
      asked && !value?.trim() ? missing : errorAt(field),
    ask: () => setAsked(true),
    clear: () => setProblem(undefined),
  };
}
