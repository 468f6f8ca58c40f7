import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMutation, useQuery } from 'urql';
import { Button } from '@/components/ui/button';
import { Tag } from '@/components/ui/chip';
import { DataTable, type Column } from '@/components/ui/data-table';
import { Text } from '@/components/ui/figure';
import { Notice } from '@/components/ui/notice';
import { Panel } from '@/components/ui/page';
import { QueryView } from '@/components/ui/query-view';
import { SkeletonTable } from '@/components/ui/skeleton';
import { ErrorState } from '@/components/ui/states';
import {
  EndOtherSessionsDocument,
  EndSessionDocument,
  OwnSessionsDocument,
  type OwnSessionsFragment,
} from '@/gql/graphql';
import { formatInstant } from '@/lib/day';
import { problemOf } from '@/lib/problem';
import { deviceName } from '../device';

type OwnSession = OwnSessionsFragment['sessions'][number];

/** Where one is signed in, with the way to end what is not oneself any more. */
export function OwnSessions() {
  const { t } = useTranslation();
  const result = useQuery({ query: OwnSessionsDocument });
  const [one, endOne] = useMutation(EndSessionDocument);
  const [others, endOthers] = useMutation(EndOtherSessionsDocument);
  const [done, setDone] = useState<string>();
  const error = one.error ?? others.error;

  async function end(answer: Promise<{ error?: unknown }>, message: string) {
    setDone(undefined);
    if (!(await answer).error) setDone(message);
  }

  const columns: Column<OwnSession>[] = [
    {
      id: 'device',
      header: t('auth.sessions.device'),
      cell: ({ userAgent, current, locked }) => (
        <span title={userAgent}>
          {deviceName(userAgent) || t('auth.sessions.unknown')}{' '}
          {current && <Tag tone="green">{t('auth.sessions.current')}</Tag>}{' '}
          {locked && <Tag>{t('auth.sessions.locked')}</Tag>}
        </span>
      ),
    },
    {
      id: 'network',
      header: t('auth.sessions.network'),
      inCard: true,
      cell: ({ network }) => <Text>{network}</Text>,
    },
    {
      id: 'createdAt',
      header: t('auth.sessions.createdAt'),
      cell: ({ createdAt }) => formatInstant(createdAt),
    },
    {
      id: 'lastSeenAt',
      header: t('auth.sessions.lastSeenAt'),
      inCard: true,
      cell: ({ lastSeenAt }) => formatInstant(lastSeenAt),
    },
    {
      id: 'expiresAt',
      header: t('auth.sessions.expiresAt'),
      cell: ({ expiresAt }) => formatInstant(expiresAt),
    },
    {
      id: 'end',
      header: t('auth.sessions.act'),
      inCard: true,
      cell: ({ id, current, userAgent }) =>
        current ? (
          <Text>{undefined}</Text>
        ) : (
          <Button
            disabled={one.fetching}
            aria-label={t('auth.sessions.endOne', { device: deviceName(userAgent) })}
            onClick={() =>
              void end(
                endOne({ input: { clientRequestId: crypto.randomUUID(), id } }),
                t('auth.sessions.ended'),
              )
            }
          >
            {t('auth.sessions.end')}
          </Button>
        ),
    },
  ];

  return (
    <QueryView keep result={result} skeleton={<SkeletonTable rows={3} />}>
      {({ viewer: { sessions } }) => (
        <>
          {error && <ErrorState problem={problemOf(error)} />}
          {done && <Notice tone="success">{done}</Notice>}
          <Panel
            flush
            title={t('auth.sessions.title')}
            extra={
              sessions.some(({ current }) => !current) && (
                <Button
                  loading={others.fetching}
                  onClick={() =>
                    void end(
                      endOthers({ input: { clientRequestId: crypto.randomUUID() } }),
                      t('auth.sessions.othersEnded'),
                    )
                  }
                >
                  {t('auth.sessions.endOthers')}
                </Button>
              )
            }
          >
            <DataTable
              caption={t('auth.sessions.title')}
              columns={columns}
              rows={[...sessions].sort((a, b) => Number(b.current) - Number(a.current))}
              rowKey={({ id }) => id}
            />
          </Panel>
          <p>{t('auth.sessions.hint')}</p>
        </>
      )}
    </QueryView>
  );
}
