/** Where a page of a list starts, as addresses say it: the cursor before it and the rows before it. */
export interface PagePlace {
  after?: string;
  skip?: number;
}

interface PageInfo {
  hasNextPage: boolean;
  endCursor?: string | null;
}

/** What a pager needs to know and to do: `go` changes the address. Back is the browser's Back. */
export function pageMoves(place: PagePlace, pageInfo: PageInfo, size: number, go: (next: PagePlace) => void) {
  const skipped = place.skip ?? 0;
  const next = { after: pageInfo.endCursor ?? undefined, skip: skipped + size };
  return {
    skipped,
    onFirst: place.after === undefined ? undefined : () => go({ after: undefined, skip: undefined }),
    onNext: pageInfo.hasNextPage ? () => go(next) : undefined,
  };
}
