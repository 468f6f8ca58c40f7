import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { withChosen } from '@/components/chosen-option';
import { SearchSelect, Select } from '@/components/ui/select';
import { RolesDocument, UserNameDocument, UserSelectDocument, type RolesQuery } from '@/gql/graphql';
import { useDebounced } from '@/lib/use-debounced';

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

interface ChoiceProps {
  id?: string;
  label: string;
  value: string | undefined;
  onChange: (value: string | undefined) => void;
  width?: number | string;
  allowClear?: boolean;
}

export function RoleSelect({ label, id, ...rest }: ChoiceProps) {
  const roles = useRoles();
  return (
    <Select
      id={id}
      aria-label={id === undefined ? label : undefined}
      placeholder={label}
      options={roles.map(({ code, label: words }) => ({ value: code, label: words }))}
      {...rest}
    />
  );
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
export function UserSelect({ id, label, value, onChange, width, allowClear = true }: ChoiceProps) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [open, setOpen] = useState(false);
  const asked = useDebounced(text, 250);
  const name = useUserName(value);
  const [{ data, fetching }] = useQuery({
    query: UserSelectDocument,
    variables: { text: asked || undefined },
    pause: !open,
    requestPolicy: 'cache-first',
  });
  const found = (data?.users.edges ?? []).map(({ node }) => ({
    value: node.id,
    label: `${node.displayName} (${node.username})`,
  }));
  const options = withChosen(found, value, name ?? t('common.loading'));
  return (
    <SearchSelect
      id={id}
      aria-label={id === undefined ? label : undefined}
      placeholder={label}
      allowClear={allowClear}
      width={width}
      value={value}
      options={options}
      loading={fetching}
      onSearch={setText}
      onOpenChange={setOpen}
      onChange={onChange}
    />
  );
}
