import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
  retainSearchParams,
} from '@tanstack/react-router';
import {
  parseAccessSearch,
  parseGrantSearch,
  parseReviewListSearch,
  parseReviewSearch,
  parseUserSearch,
} from '@/features/admin/search';
import { parseAccountSearch } from '@/features/auth/search';
import { parseCalculatorSearch } from '@/features/calculator/search';
import { parseBatchListSearch, parseBatchSearch } from '@/features/computation/search';
import { parseDecisionListSearch } from '@/features/decision/search';
import { parseImportSearch } from '@/features/exchange/search';
import { parseHeadcountSearch, parseOverQuotaSearch } from '@/features/headcount/search';
import {
  parseChoiceSearch,
  parseDocumentSearch,
  parseImpactListSearch,
  parseImpactSearch,
  parseParameterSearch,
} from '@/features/law/search';
import { parseTreeSearch, parseUnitSearch } from '@/features/org/search';
import { parsePositionSearch } from '@/features/position/search';
import { parsePeriodSearch } from '@/features/report/search';
import { parseChangeSearch } from '@/features/staff/change-search';
import { parseStaffSearch, parseStaffPageSearch } from '@/features/staff/search';
import { problemFrom } from '@/lib/problem';
import { dateParam, parseSearch, stringifySearch, textParam } from '@/lib/search-params';
import { parseStaffFilter } from '@/lib/staff-filter';
import { nextParam } from './next-param';
import { NotFoundPage, RouteErrorPage, RoutePending } from './routes/fallback';
import { SignInPage } from './routes/sign-in';
import { Session } from './session';
import { Shell } from './shell/shell';

const root = createRootRouteWithContext<{ session: Session }>()({
  component: Outlet,
  notFoundComponent: NotFoundPage,
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>): { next?: string; refused?: string } => ({
    ...nextParam(search),
    refused: textParam(search.refused),
  }),
  component: SignInPage,
});

const completeSignIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in/complete',
  validateSearch: nextParam,
  component: lazyRouteComponent(() => import('./routes/complete-sign-in'), 'CompleteSignInPage'),
});

/** Everything behind sign-in; the date the reader looks at stays in the address from page to page. */
const inside = createRoute({
  getParentRoute: () => root,
  id: 'inside',
  validateSearch: (search: Record<string, unknown>): { asOf?: string } => ({ asOf: dateParam(search.asOf) }),
  search: { middlewares: [retainSearchParams(['asOf'])] },
  beforeLoad: async ({ context, location }) => {
    const next = location.href === '/' ? undefined : location.href;
    const viewer = await context.session.whoAmI().catch((error: unknown) => {
      const { mustChangePassword, mustSetUpTotp } = problemFrom(error);
      if (mustChangePassword || mustSetUpTotp) throw redirect({ to: '/sign-in/complete', search: { next } });
      throw error;
    });
    if (viewer === undefined) throw redirect({ to: '/sign-in', search: { next } });
    return { viewer };
  },
  component: Shell,
  errorComponent: RouteErrorPage,
  pendingComponent: RoutePending,
});

const account = createRoute({
  getParentRoute: () => inside,
  path: '/account',
  validateSearch: parseAccountSearch,
  component: lazyRouteComponent(() => import('./routes/account'), 'AccountPage'),
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

const decisionList = createRoute({
  getParentRoute: () => inside,
  path: '/decision',
  validateSearch: parseDecisionListSearch,
  component: lazyRouteComponent(() => import('./routes/decision-list'), 'DecisionListPage'),
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

const overQuota = createRoute({
  getParentRoute: () => inside,
  path: '/report/over-quota',
  validateSearch: parseOverQuotaSearch,
  component: lazyRouteComponent(() => import('./routes/over-quota'), 'OverQuotaPage'),
});

const periodReport = createRoute({
  getParentRoute: () => inside,
  path: '/report/period',
  validateSearch: parsePeriodSearch,
  component: lazyRouteComponent(() => import('./routes/period-report'), 'PeriodReportPage'),
});

const law = createRoute({
  getParentRoute: () => inside,
  path: '/law',
  validateSearch: parseParameterSearch,
  component: lazyRouteComponent(() => import('./routes/law'), 'LawPage'),
});

const lawParameter = createRoute({
  getParentRoute: () => inside,
  path: '/law/parameters/$parameterId',
  component: lazyRouteComponent(() => import('./routes/law-parameter'), 'LawParameterPage'),
});

const lawDocuments = createRoute({
  getParentRoute: () => inside,
  path: '/law/documents',
  validateSearch: parseDocumentSearch,
  component: lazyRouteComponent(() => import('./routes/law-documents'), 'LawDocumentsPage'),
});

const lawDocument = createRoute({
  getParentRoute: () => inside,
  path: '/law/documents/$number',
  component: lazyRouteComponent(() => import('./routes/law-document'), 'LawDocumentPage'),
});

const lawChoices = createRoute({
  getParentRoute: () => inside,
  path: '/law/choices',
  validateSearch: parseChoiceSearch,
  component: lazyRouteComponent(() => import('./routes/law-choices'), 'LawChoicesPage'),
});

const lawImpacts = createRoute({
  getParentRoute: () => inside,
  path: '/law/impacts',
  validateSearch: parseImpactListSearch,
  component: lazyRouteComponent(() => import('./routes/law-impacts'), 'LawImpactsPage'),
});

const lawImpact = createRoute({
  getParentRoute: () => inside,
  path: '/law/impacts/$impactId',
  validateSearch: parseImpactSearch,
  component: lazyRouteComponent(() => import('./routes/law-impact'), 'LawImpactPage'),
});

const calculators = createRoute({
  getParentRoute: () => inside,
  path: '/calculators',
  validateSearch: parseCalculatorSearch,
  component: lazyRouteComponent(() => import('./routes/calculators'), 'CalculatorsPage'),
});

const computationList = createRoute({
  getParentRoute: () => inside,
  path: '/calculators/batches',
  validateSearch: parseBatchListSearch,
  component: lazyRouteComponent(() => import('./routes/computation-list'), 'ComputationListPage'),
});

const computationNew = createRoute({
  getParentRoute: () => inside,
  path: '/calculators/batches/new',
  validateSearch: parseStaffFilter,
  component: lazyRouteComponent(() => import('./routes/computation-new'), 'ComputationNewPage'),
});

const computationBatch = createRoute({
  getParentRoute: () => inside,
  path: '/calculators/batches/$batchId',
  validateSearch: parseBatchSearch,
  component: lazyRouteComponent(() => import('./routes/computation-batch'), 'ComputationBatchPage'),
});

const computation = createRoute({
  getParentRoute: () => inside,
  path: '/calculators/kept/$computationId',
  component: lazyRouteComponent(() => import('./routes/computation'), 'ComputationPage'),
});

const exchange = createRoute({
  getParentRoute: () => inside,
  path: '/exchange/import',
  validateSearch: parseImportSearch,
  component: lazyRouteComponent(() => import('./routes/import'), 'ImportPage'),
});

const admin = createRoute({
  getParentRoute: () => inside,
  path: '/admin',
  beforeLoad: () => {
    throw redirect({ to: '/admin/users' });
  },
});

const adminUsers = createRoute({
  getParentRoute: () => inside,
  path: '/admin/users',
  validateSearch: parseUserSearch,
  component: lazyRouteComponent(() => import('./routes/admin-users'), 'AdminUsersPage'),
});

const adminUser = createRoute({
  getParentRoute: () => inside,
  path: '/admin/users/$userId',
  component: lazyRouteComponent(() => import('./routes/admin-user'), 'AdminUserPage'),
});

const adminGrants = createRoute({
  getParentRoute: () => inside,
  path: '/admin/grants',
  validateSearch: parseGrantSearch,
  component: lazyRouteComponent(() => import('./routes/admin-grants'), 'AdminGrantsPage'),
});

const adminAccess = createRoute({
  getParentRoute: () => inside,
  path: '/admin/access',
  validateSearch: parseAccessSearch,
  component: lazyRouteComponent(() => import('./routes/admin-access'), 'AdminAccessPage'),
});

const adminReviews = createRoute({
  getParentRoute: () => inside,
  path: '/admin/reviews',
  validateSearch: parseReviewListSearch,
  component: lazyRouteComponent(() => import('./routes/admin-reviews'), 'AdminReviewsPage'),
});

const adminReview = createRoute({
  getParentRoute: () => inside,
  path: '/admin/reviews/$reviewId',
  validateSearch: parseReviewSearch,
  component: lazyRouteComponent(() => import('./routes/admin-review'), 'AdminReviewPage'),
});

const adminRoles = createRoute({
  getParentRoute: () => inside,
  path: '/admin/roles',
  component: lazyRouteComponent(() => import('./routes/admin-roles'), 'AdminRolesPage'),
});

const tree = root.addChildren([
  signIn,
  completeSignIn,
  inside.addChildren([
    home,
    account,
    org,
    unit,
    position,
    staff,
    staffChanges,
    staffMember,
    decisionList,
    decision,
    headcountReport,
    overQuota,
    periodReport,
    calculators,
    computationList,
    computationNew,
    computationBatch,
    computation,
    law,
    lawParameter,
    lawDocuments,
    lawDocument,
    lawChoices,
    lawImpacts,
    lawImpact,
    exchange,
    admin,
    adminUsers,
    adminUser,
    adminGrants,
    adminAccess,
    adminReviews,
    adminReview,
    adminRoles,
  ]),
]);

export function newRouter() {
  /** Drafts are kept, and a form that is open must not hold up the way to sign in. */
  function leaveTo(to: '/sign-in' | '/sign-in/complete') {
    const { pathname, href } = router.state.location;
    if (pathname === to) return;
    session.restart();
    const next = pathname.startsWith('/sign-in') || href === '/' ? undefined : href;
    void router.navigate({ to, search: { next }, ignoreBlocker: true });
  }
  const session = new Session({
    onSignedOut: () => leaveTo('/sign-in'),
    onUnfinished: () => leaveTo('/sign-in/complete'),
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
