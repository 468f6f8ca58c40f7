import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient, type Client } from 'urql';
import { ParameterLabelsDocument } from '@/gql/graphql';

/** What every parameter of the law is called, by its id; empty until it is known. A few requests, kept afterwards. */
export function useParameterLabels(): ReadonlyMap<string, string> {
  const client = useClient();
  const { i18n } = useTranslation();
  const [labels, setLabels] = useState<ReadonlyMap<string, string>>(new Map());
  useEffect(() => {
    let left = false;
    void labelsOf(client, i18n.language).then((found) => {
      if (!left) setLabels(found);
    });
    return () => {
      left = true;
    };
  }, [client, i18n.language]);
  return labels;
}

async function labelsOf(client: Client, lang: string): Promise<Map<string, string>> {
  const labels = new Map<string, string>();
  let after: string | undefined;
  do {
    const { data } = await client.query(ParameterLabelsDocument, { lang, after });
    const page = data?.ruleParameters;
    for (const { node } of page?.edges ?? []) labels.set(node.id, node.label);
    after = page?.pageInfo.hasNextPage ? (page.pageInfo.endCursor ?? undefined) : undefined;
  } while (after !== undefined);
  return labels;
}
