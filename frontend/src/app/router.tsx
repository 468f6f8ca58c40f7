import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
  retainSearchParams,
} from '@tanstack/react-router';
import { parseImportSearch } from '@/features/exchange/search';
import { parseHeadcountSearch } from '@/features/headcount/search';
import { parseTreeSearch, parseUnitSearch } from '@/features/org/search';
import { parsePositionSearch } from '@/features/position/search';
import { parsePeriodSearch } from '@/features/report/search';
import { parseChangeSearch } from '@/features/staff/change-search';
import { parseStaffSearch, parseStaffPageSearch } from '@/features/staff/search';
import { dateParam, parseSearch, stringifySearch, textParam } from '@/lib/search-params';
import { NotFoundPage, RouteErrorPage, RoutePending } from './routes/fallback';
import { SignInPage } from './routes/sign-in';
import { Session } from './session';
import { Shell } from './shell/shell';

const root = createRootRouteWithContext<{ session: Session }>()({
  component: Outlet,
  notFoundComponent: NotFoundPage,
});

/** Only addresses of our own may follow a sign-in. */
function ownAddress(value: unknown): string | undefined {
  const address = textParam(value);
  return address?.startsWith('/') && !address.startsWith('//') && !address.includes('\\')
    ? address
    : undefined;
}

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>): { next?: string } => ({ next: ownAddress(search.next) }),
  component: SignInPage,
});

/** Everything behind sign-in; the date the reader looks at stays in the address from page to page. */
const inside = createRoute({
  getParentRoute: () => root,
  id: 'inside',
  validateSearch: (search: Record<string, unknown>): { asOf?: string } => ({ asOf: dateParam(search.asOf) }),
  search: { middlewares: [retainSearchParams(['asOf'])] },
  beforeLoad: async ({ context, location }) => {
    const viewer = await context.session.whoAmI();
    if (viewer === undefined) {
      const next = location.href === '/' ? undefined : location.href;
      throw redirect({ to: '/sign-in', search: { next } });
    }
    return { viewer };
  },
  component: Shell,
  errorComponent: RouteErrorPage,
  pendingComponent: RoutePending,
});

const home = createRoute({
  getParentRoute: () => inside,
  path: '/',
  component: lazyRouteComponent(() => import('./routes/home'), 'HomePage'),
});

const org = createRoute({
  getParentRoute: () => inside,
  path: '/org',
  validateSearch: parseTreeSearch,
  component: lazyRouteComponent(() => import('./routes/org'), 'OrgPage'),
});

const unit = createRoute({
  getParentRoute: () => inside,
  path: '/org/$unitId',
  validateSearch: parseUnitSearch,
  component: lazyRouteComponent(() => import('./routes/unit'), 'UnitPage'),
});

const position = createRoute({
  getParentRoute: () => inside,
  path: '/position',
  validateSearch: parsePositionSearch,
  component: lazyRouteComponent(() => import('./routes/position'), 'PositionPage'),
});

const staff = createRoute({
  getParentRoute: () => inside,
  path: '/staff',
  validateSearch: parseStaffSearch,
  component: lazyRouteComponent(() => import('./routes/staff'), 'StaffListPage'),
});

const staffChanges = createRoute({
  getParentRoute: () => inside,
  path: '/staff/changes',
  validateSearch: parseChangeSearch,
  component: lazyRouteComponent(() => import('./routes/staff-changes'), 'StaffChangesPage'),
});

const staffMember = createRoute({
  getParentRoute: () => inside,
  path: '/staff/$staffId',
  validateSearch: parseStaffPageSearch,
  component: lazyRouteComponent(() => import('./routes/staff-member'), 'StaffMemberPage'),
});

const decision = createRoute({
  getParentRoute: () => inside,
  path: '/decision/$decisionId',
  component: lazyRouteComponent(() => import('./routes/decision'), 'DecisionPage'),
});

const headcountReport = createRoute({
  getParentRoute: () => inside,
  path: '/report/headcount',
  validateSearch: parseHeadcountSearch,
  component: lazyRouteComponent(() => import('./routes/headcount-report'), 'HeadcountReportPage'),
});

const periodReport = createRoute({
  getParentRoute: () => inside,
  path: '/report/period',
  validateSearch: parsePeriodSearch,
  component: lazyRouteComponent(() => import('./routes/period-report'), 'PeriodReportPage'),
});

const exchange = createRoute({
  getParentRoute: () => inside,
  path: '/exchange/import',
  validateSearch: parseImportSearch,
  component: lazyRouteComponent(() => import('./routes/import'), 'ImportPage'),
});

const tree = root.addChildren([
  signIn,
  inside.addChildren([
    home,
    org,
    unit,
    position,
    staff,
    staffChanges,
    staffMember,
    decision,
    headcountReport,
    periodReport,
    exchange,
  ]),
]);

export function newRouter() {
  const session = new Session(() => {
    const { pathname, href } = router.state.location;
    if (pathname === '/sign-in') return;
    session.restart();
    void router.navigate({ to: '/sign-in', search: { next: href } });
  });
  const router = createRouter({
    routeTree: tree,
    context: { session },
    parseSearch,
    stringifySearch,
    defaultPreload: false,
    scrollRestoration: true,
    defaultNotFoundComponent: NotFoundPage,
    defaultErrorComponent: RouteErrorPage,
    defaultPendingComponent: RoutePending,
  });
  return { router, session };
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof newRouter>['router'];
  }
}
