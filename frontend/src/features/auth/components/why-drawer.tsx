import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { Drawer } from '@/components/ui/drawer';
import { Fact, Facts } from '@/components/ui/facts';
import { Text } from '@/components/ui/figure';
import { QueryView } from '@/components/ui/query-view';
import { SkeletonText } from '@/components/ui/skeleton';
import { WhyDocument, type WhyQuery } from '@/gql/graphql';
import { formatDay, lastDay } from '@/lib/day';
import type { Lacking } from '@/lib/why';
import styles from './why-drawer.module.css';

/** Why something cannot be seen or done: the right that is missing, who carries it, whom to ask. */
export function WhyDrawer({ lacking, onClose }: { lacking: Lacking | undefined; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Drawer open={lacking !== undefined} onClose={onClose} title={t('auth.why.title')} width={420}>
      {lacking && <Explanation {...lacking} />}
    </Drawer>
  );
}

function Explanation({ grant, object }: Lacking) {
  const { i18n } = useTranslation();
  const result = useQuery({ query: WhyDocument, variables: { grant, object, lang: i18n.language } });
  return (
    <QueryView result={result} skeleton={<SkeletonText rows={6} />}>
      {({ why }) => <Reasons why={why} />}
    </QueryView>
  );
}

function Reasons({ why }: { why: WhyQuery['why'] }) {
  const { t } = useTranslation();
  return (
    <div className={styles.reasons}>
      <p>{why.text}</p>
      <Facts>
        <Fact label={t('auth.why.right')}>{why.permission.label}</Fact>
      </Facts>
      <section>
        <h3>{t('auth.why.roles')}</h3>
        {why.roles.length === 0 ? (
          <Text>{undefined}</Text>
        ) : (
          <ul className={styles.list}>
            {why.roles.map(({ code, label }) => (
              <li key={code}>{label}</li>
            ))}
          </ul>
        )}
      </section>
      {why.heldAt.length > 0 && (
        <section>
          <h3>{t('auth.why.heldAt')}</h3>
          <ul className={styles.list}>
            {why.heldAt.map(({ id, role, unit, from, to }) => (
              <li key={id}>
                {role.label} –{' '}
                <Link to="/org/$unitId" params={{ unitId: unit.id }}>
                  {unit.name}
                </Link>{' '}
                ({formatDay(from)} – {to ? formatDay(lastDay(to)) : '…'})
              </li>
            ))}
          </ul>
        </section>
      )}
      <section>
        <h3>{t('auth.why.ask')}</h3>
        {why.askWhom.length === 0 ? (
          <p>{t('auth.why.askNobody')}</p>
        ) : (
          <ul className={styles.list}>
            {why.askWhom.map((whom) => (
              <li key={whom}>{whom}</li>
            ))}
          </ul>
        )}
      </section>
    </div>
  );
}
