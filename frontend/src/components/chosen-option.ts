interface Option {
  value: string;
  label: string;
}

/** The options found, behind the one that is chosen already when the search did not find it. */
export function withChosen(found: Option[], value: string | undefined, label: string): Option[] {
  return value === undefined || found.some((option) => option.value === value)
    ? found
    : [{ value, label }, ...found];
}
