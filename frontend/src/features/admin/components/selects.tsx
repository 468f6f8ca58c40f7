import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import type { FieldIds } from '@/components/ui/input';
import { SearchSelect, Select, useSelectSearch } from '@/components/ui/select';
import { RolesDocument, UserNameDocument, UserSelectDocument, type RolesQuery } from '@/gql/graphql';

export type Role = RolesQuery['roles'][number];

/** Every role with what it permits; asked once, for roles change with a release of the product. */
export function useRoles(): Role[] {
  const { i18n } = useTranslation();
  const [{ data }] = useQuery({
    query: RolesDocument,
    variables: { lang: i18n.language },
    requestPolicy: 'cache-first',
  });
  return data?.roles ?? [];
}

interface ChoiceProps extends Partial<FieldIds> {
  label: string;
  value: string | undefined;
  onChange: (value: string | undefined) => void;
  width?: number | string;
  allowClear?: boolean;
}

export function RoleSelect(props: ChoiceProps) {
  const roles = useRoles();
  return <Select options={roles.map(({ code, label }) => ({ value: code, label }))} {...props} />;
}

/** The name of a user by id; undefined while unknown. */
export function useUserName(id: string | undefined): string | undefined {
  const [{ data }] = useQuery({
    query: UserNameDocument,
    variables: { id: id ?? '' },
    pause: id === undefined,
    requestPolicy: 'cache-first',
  });
  const user = data?.user;
  if (!user || user.id !== id) return undefined;
  return `${user.displayName} (${user.username})`;
}

/** Chooses one of thousands of users by typing a part of a name. */
export function UserSelect(props: ChoiceProps) {
  const { t } = useTranslation();
  const { text, open, box } = useSelectSearch();
  const name = useUserName(props.value);
  const [{ data, fetching }] = useQuery({
    query: UserSelectDocument,
    variables: { text },
    pause: !open,
    requestPolicy: 'cache-first',
  });
  const found = (data?.users.edges ?? []).map(({ node }) => ({
    value: node.id,
    label: `${node.displayName} (${node.username})`,
  }));
  return (
    <SearchSelect
      allowClear
      options={found}
      chosen={name ?? t('common.loading')}
      loading={fetching}
      {...box}
      {...props}
    />
  );
}
