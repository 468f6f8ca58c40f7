import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { DataTable } from '@/components/ui/data-table';
import { Panel } from '@/components/ui/page';
import { QueryView } from '@/components/ui/query-view';
import { SkeletonTable } from '@/components/ui/skeleton';
import { ChoiceListDocument } from '@/gql/graphql';
import { formatNumber } from '@/lib/number';
import { ownColumns } from './choice-columns';

const shown = 20;
const context = { additionalTypenames: ['RuleChoice'] };

interface ParameterChoicesProps {
  parameter: string;
  onDone: (message: string) => void;
}

/** What units have chosen, or want to choose, in place of the law's value of one parameter. */
export function ParameterChoices({ parameter, onDone }: ParameterChoicesProps) {
  const { t, i18n } = useTranslation();
  const result = useQuery({
    query: ChoiceListDocument,
    variables: { parameter, first: shown, lang: i18n.language },
    context,
  });
  const onReload = () => result[1]({ requestPolicy: 'network-only' });
  return (
    <QueryView result={result} skeleton={<SkeletonTable rows={2} />}>
      {({ ruleChoices: { edges, totalCount } }) => (
        <Panel
          flush={edges.length > 0}
          title={t('law.choices.ofParameter')}
          extra={
            totalCount > edges.length && (
              <Link to="/law/choices" search={{ parameter }}>
                {t('law.choices.all', { total: formatNumber(totalCount) })}
              </Link>
            )
          }
        >
          {edges.length === 0 ? (
            <p>{t('law.choices.noneOfParameter')}</p>
          ) : (
            <DataTable
              caption={t('law.choices.ofParameter')}
              columns={ownColumns({ t, onDone, onReload })}
              rows={edges.map(({ node }) => node)}
              rowKey={({ id }) => id}
            />
          )}
        </Panel>
      )}
    </QueryView>
  );
}
