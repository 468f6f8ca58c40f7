// A stand-in for the server while screens are developed: node dev/mock-server.mjs, then BIENCHE_E2E_URL=http://127.0.0.1:8099 npm run dev
import { createServer } from 'node:http';
import { readFileSync, existsSync } from 'node:fs';
import { buildSchema, graphql } from 'graphql';
const schema = buildSchema(readFileSync(new URL('../../graph/schema.graphql', import.meta.url), 'utf8'));
const dist = new URL('../dist/', import.meta.url).pathname;
let seed = 7;
const rnd = (n) => (seed = (seed * 1103515245 + 12345) % 2147483648) % n;
const ho = ['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Hoàng', 'Vũ', 'Đặng', 'Bùi', 'Đỗ', 'Ngô', 'Giáp', 'Thân'];
const dem = ['Văn', 'Thị', 'Đức', 'Minh', 'Thu', 'Quang', 'Ngọc', 'Hữu', 'Thanh'];
const ten = [
  'An',
  'Bình',
  'Cường',
  'Dũng',
  'Đức',
  'Giang',
  'Hà',
  'Hạnh',
  'Hùng',
  'Hương',
  'Lan',
  'Long',
  'Mai',
  'Minh',
  'Nam',
  'Nga',
  'Phúc',
  'Quân',
  'Sơn',
  'Thảo',
  'Trang',
  'Tuấn',
  'Yến',
];
const units = [];
const U = (code, name, kind, level, parent) => {
  const u = {
    id: String(units.length + 1),
    code,
    name,
    shortName: name.replace('Sở ', 'Sở '),
    kind,
    kindLabel: {
      PROVINCE: 'Tỉnh',
      DEPARTMENT: 'Sở',
      COMMUNE: 'Xã',
      DIVISION: 'Phòng',
      SCHOOL: 'Trường',
      CENTRE: 'Trung tâm',
      DISTRICT: 'Huyện',
    }[kind],
    level,
    field: '',
    parent,
    validFrom: '2010-01-01',
    validTo: null,
    kids: [],
    predecessors: [],
    successors: [],
    a: 0,
    p: 0,
    pr: 0,
  };
  u.ancestors = parent ? [...parent.ancestors, parent] : [];
  parent?.kids.push(u);
  units.push(u);
  u.timeline = () => conn(timeline(u), 20);
  return u;
};
const prov = U('H00', 'Tỉnh Bắc Sơn', 'PROVINCE', 'PROVINCE');
for (const n of [
  'Nội vụ',
  'Tài chính',
  'Xây dựng',
  'Nông nghiệp và Môi trường',
  'Khoa học và Công nghệ',
  'Y tế',
  'Giáo dục và Đào tạo',
  'Tư pháp',
  'Công Thương',
  'Văn hóa, Thể thao và Du lịch',
]) {
  const d = U(`H00.${units.length}`, `Sở ${n}`, 'DEPARTMENT', 'PROVINCE', prov);
  for (const m of ['Văn phòng', 'Thanh tra', 'Phòng Tổ chức cán bộ', 'Phòng Kế hoạch - Tài chính']) {
    const v = U(`${d.code}.${d.kids.length + 1}`, m, 'DIVISION', 'PROVINCE', d);
    v.a = 8 + rnd(8);
    v.p = v.a - rnd(3);
    v.pr = rnd(2);
  }
  if (n.startsWith('Y') || n.startsWith('G'))
    for (let i = 1; i < 45; i++) {
      const s = U(
        `${d.code}.S${i}`,
        n.startsWith('Y') ? `Trung tâm Y tế số ${i}` : `Trường THPT số ${i}`,
        'SCHOOL',
        'PROVINCE',
        d,
      );
      s.a = 40 + rnd(60);
      s.p = s.a - 3 + rnd(6);
    }
}
for (let i = 1; i <= 99; i++) {
  const c = U(
    `H00.X${i}`,
    `UBND ${i % 5 ? 'xã' : 'phường'} ${['Lục Sơn', 'Bắc Sơn', 'Đồng Sơn', 'Tân Tiến', 'Xuân Lương'][i % 5]} ${i}`,
    'COMMUNE',
    'COMMUNE',
    prov,
  );
  c.a = 38 + rnd(6);
  c.p = c.a - 2 + rnd(5);
  for (const m of ['Văn phòng HĐND và UBND', 'Phòng Kinh tế', 'Phòng Văn hóa - Xã hội']) {
    const v = U(`${c.code}.${c.kids.length + 1}`, m, 'DIVISION', 'COMMUNE', c);
    v.a = 10;
    v.p = 9 + rnd(3);
  }
  for (let k = 1; k < 22; k++) {
    const s = U(`${c.code}.T${k}`, `Trường ${k % 3 ? 'Tiểu học' : 'THCS'} số ${k}`, 'SCHOOL', 'COMMUNE', c);
    s.a = 12 + rnd(30);
    s.p = s.a - 1 + rnd(3);
  }
}
const sub = (u) =>
  (u.sub ??= u.kids
    .map(sub)
    .reduce((x, y) => ({ a: x.a + y.a, p: x.p + y.p, pr: x.pr + y.pr }), { a: u.a, p: u.p, pr: u.pr }));
const cats = [
  ['ADMINISTRATIVE', 'Hành chính'],
  ['PUBLIC_SERVICE', 'Sự nghiệp'],
  ['COMMUNE', 'Cán bộ, công chức cấp xã'],
  ['CONTRACT_68', 'Hợp đồng theo Nghị định 68'],
];
const row = (category, label, s, k = 1) => {
  const a = Math.round(s.a * k),
    p = Math.round(s.p * k) + (category === 'PUBLIC_SERVICE' ? 61 : 0),
    pr = Math.round(s.pr * k);
  return {
    category,
    label: () => label,
    allocated: a,
    present: p,
    promised: pr,
    vacant: a - p,
    recruitable: a - p - pr,
  };
};
const rows = (u) => cats.map(([c, l], i) => row(c, l, sub(u), [0.2, 0.6, 0.15, 0.05][i]));
const total = (rs) =>
  rs.reduce(
    (t, r) => {
      for (const k of ['allocated', 'present', 'promised', 'vacant', 'recruitable']) t[k] += r[k];
      return t;
    },
    {
      category: 'TOTAL',
      label: () => 'Tổng cộng',
      allocated: 0,
      present: 0,
      promised: 0,
      vacant: 0,
      recruitable: 0,
    },
  );
const conn = (list, first = 50, after) => {
  const s = after ? Number(after) : 0;
  const page = list.slice(s, s + first);
  return {
    edges: page.map((node, i) => ({ node, cursor: String(s + i + 1) })),
    pageInfo: {
      hasNextPage: s + first < list.length,
      hasPreviousPage: s > 0,
      startCursor: String(s + 1),
      endCursor: String(s + page.length),
    },
    totalCount: list.length,
  };
};
const dec = {
  id: '1',
  number: '1612/QĐ-UBND',
  symbol: 'QĐ-UBND',
  issuedOn: '2020-06-10',
  effectiveOn: '2020-07-01',
  title: 'Quyết định về việc điều động, bổ nhiệm công chức',
  kind: 'APPOINT',
  state: 'ISSUED',
  issuer: prov,
  signerName: 'Lê Văn Sơn',
  signerTitle: 'Chủ tịch',
  legalBases: ['Nghị định 138/2020/NĐ-CP ngày 27/11/2020'],
  synthetic: true,
  note: '',
  lines: [{ ordinal: 1, kind: 'APPOINT', text: () => 'Bổ nhiệm ông Nguyễn Văn An giữ chức Trưởng phòng' }],
};
const timeline = (x) => [
  {
    on: '2025-07-01',
    kind: 'APPOINT',
    text: () => 'Chuyển về đơn vị mới theo mô hình hai cấp',
    decision: dec,
    recordedAt: '2025-07-02T02:00:00Z',
    superseded: false,
  },
  {
    on: '2020-07-01',
    kind: 'APPOINT',
    text: () => 'Bổ nhiệm Phó Trưởng phòng',
    decision: dec,
    recordedAt: '2020-07-02T02:00:00Z',
    superseded: false,
  },
  {
    on: '2019-05-01',
    kind: 'PAY',
    text: () => 'Nâng bậc lương: bậc 3, hệ số 3,00',
    decision: null,
    recordedAt: '2019-07-02T02:00:00Z',
    superseded: true,
  },
  {
    on: '2012-01-01',
    kind: 'RECRUIT',
    text: () => 'Tuyển dụng công chức',
    decision: dec,
    recordedAt: '2019-07-02T02:00:00Z',
    superseded: false,
  },
];
const grades = [
  { code: '01.003', name: 'Chuyên viên', salaryClass: 'A1' },
  { code: '01.002', name: 'Chuyên viên chính', salaryClass: 'A2.1' },
  { code: 'V.07.04.32', name: 'Giáo viên THCS hạng III', salaryClass: 'A1' },
];
const positions = [
  'Chuyên viên về tổ chức bộ máy',
  'Trưởng phòng',
  'Phó Trưởng phòng',
  'Giáo viên trung học cơ sở',
  'Kế toán viên',
  'Văn thư viên',
].map((name, i) => ({
  id: String(i + 1),
  code: `VT${i + 1}`,
  name,
  group: i > 0 && i < 3 ? 'LEADERSHIP' : 'PROFESSIONAL',
  groupLabel: () => (i > 0 && i < 3 ? 'Lãnh đạo, quản lý' : 'Chuyên môn, nghiệp vụ'),
  staffClass: 'CIVIL_SERVANT',
  leadership: '',
  gradeFrom: '01.003',
  gradeTo: '01.002',
}));
const people = units
  .flatMap((u) =>
    Array.from({ length: u.p }, () => {
      const i = rnd(1e6);
      return { u, i };
    }),
  )
  .map(({ u, i }, n) => ({
    id: String(n + 1),
    code: `CB${String(n + 1).padStart(6, '0')}`,
    fullName: `${ho[i % 12]} ${dem[i % 9]} ${ten[i % 23]}`,
    birthDate: `19${65 + (i % 34)}-0${1 + (i % 9)}-1${i % 9}`,
    birthDateText: `1${i % 9}/0${1 + (i % 9)}/19${65 + (i % 34)}`,
    sex: i % 2 ? 'MALE' : 'FEMALE',
    staffClass: u.kind === 'SCHOOL' ? 'PUBLIC_EMPLOYEE' : 'CIVIL_SERVANT',
    unit: u,
    position: positions[i % 6],
    title: positions[i % 6].name,
    leadership: '',
    grade: grades[i % 3],
    step: 1 + (i % 9),
    coefficient: '3.33',
    headcountCategory: 'ADMINISTRATIVE',
    quotaUnit: u,
    latestRating: { year: 2025, level: 'GOOD', label: 'Hoàn thành tốt nhiệm vụ' },
    onDuty: true,
    recruitedOn: '2012-01-01',
    recruitedBy: 'UBND tỉnh',
    otherNames: '',
    priorOccupation: '',
    strength: 'Tin học',
    identity: {
      citizenId: '024085001234',
      citizenIdOn: '2021-05-05',
      oldId: '',
      insuranceNumber: '',
      ethnicGroup: 'Kinh',
      religion: 'Không',
      birthPlace: 'Bắc Giang',
      homeTown: 'Lục Nam',
      permanentResidence: 'Số 1 Nguyễn Trãi',
      currentResidence: '',
      phone: '',
      email: '',
    },
    party: {
      partyJoinedOn: '2015-02-03',
      partyOfficialOn: '2016-02-03',
      organisations: 'Công đoàn',
      militaryRank: '',
      stateTitle: '',
      policyFamily: '',
    },
    health: null,
    relatives: [
      {
        id: '1',
        side: 'OWN',
        relation: 'Vợ',
        fullName: 'Trần Thị Mai',
        birthYear: 1986,
        homeTown: '',
        occupation: 'Giáo viên',
        workplace: '',
        residence: '',
      },
    ],
    pay: [
      {
        from: '2024-01-01',
        to: null,
        grade: grades[0],
        step: 4,
        coefficient: '3.33',
        beyondFramePercent: '0',
        reserveCoefficient: '0',
        positionAllowance: '0.30',
        stepSince: '2024-01-01',
        reason: 'Nâng bậc thường xuyên',
        decision: dec,
      },
    ],
    ratings: [{ year: 2025, level: 'GOOD', label: 'Hoàn thành tốt nhiệm vụ' }],
    disciplinaryActions: null,
    commendations: [],
    appointments: [
      {
        from: '2020-07-01',
        to: null,
        unit: u,
        position: positions[1],
        title: 'Trưởng phòng',
        kind: 'MAIN',
        staffClass: 'CIVIL_SERVANT',
        leadership: 'HEAD',
        category: 'ADMINISTRATIVE',
        quotaUnit: u,
        startReason: 'Bổ nhiệm',
        endReason: '',
        decision: dec,
        endDecision: null,
      },
    ],
    qualifications: [
      {
        id: '1',
        kind: 'PROFESSIONAL',
        level: 'Đại học',
        major: 'Luật',
        school: 'Đại học Luật Hà Nội',
        mode: 'Chính quy',
        from: '2005-09-01',
        awardedOn: '2009-06-30',
      },
    ],
    trainings: [
      {
        title: 'Quản lý nhà nước ngạch chuyên viên',
        kind: 'Quản lý nhà nước',
        from: '2014-03-01',
        to: '2014-05-30',
        result: 'Đạt',
      },
    ],
    workHistory: [{ id: '1', from: '2009-07-01', to: '2011-12-31', content: 'Công ty TNHH Sông Thương' }],
    timeline: () => conn(timeline(), 20),
    hidden: [
      { field: 'health', missingGrant: 'staff.health:read' },
      { field: 'disciplinaryActions', missingGrant: 'staff.discipline:read' },
    ],
    version: 1,
  }));
const fold = (s) =>
  s
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/đ/gi, 'd')
    .toLowerCase();
const unitOf = (id) => units.find((u) => u.id === id);
const under = (u, r) => u === r || u.ancestors.includes(r);
const jobs = new Map();
let signedIn = true;
const jobErrors = Array.from({ length: 200 }, (_, i) => ({
  sheet: 'Hồ sơ',
  row: i + 3,
  column: i % 2 ? 'Ngày sinh' : 'Mã đơn vị',
  value: i % 2 ? '31/02/1980' : `H00.X${900 + i}`,
  message: () => (i % 2 ? 'Không phải là một ngày có thật.' : 'Không có đơn vị này ngày 21/11/2026.'),
}));
const jobView = (j) => {
  const age = (Date.now() - j.at) / 1000;
  const fin = age > 2;
  return {
    id: j.id,
    kind: j.kind,
    state: fin ? (j.errors ? 'REFUSED' : 'SUCCEEDED') : 'RUNNING',
    step: 'check',
    stepText: () => (fin ? 'Xong' : 'Kiểm tra từng dòng'),
    done: fin ? 3000 : age * 1500,
    total: 3000,
    fileName: 'staff.xlsx',
    rowCount: 3000,
    changedCount: j.errors ? 0 : 12,
    errorCount: fin ? j.errors : 0,
    errors: ({ first, after }) => conn(jobErrors, first, after),
    hasResult: fin,
    createdAt: new Date(j.at).toISOString(),
    startedAt: null,
    finishedAt: null,
    problem: () => null,
  };
};
const rootValue = {
  viewer: () => {
    if (!signedIn) {
      const e = new Error('Phiên đã hết hạn.');
      e.extensions = { code: 'UNAUTHENTICATED' };
      throw e;
    }
    return {
      username: 'chuyenvien',
      displayName: 'Nguyễn Thị Hạnh',
      unit: units[1],
      staff: people[5],
      permissions: [
        'staff.core:read',
        'exchange.units:import',
        'exchange.quotas:import',
        'exchange.staff:import',
        'exchange.staff:export',
        'exchange.units:export',
        'org.unit:read',
        'headcount.quota:read',
        'position.catalogue:read',
        'report.headcount:read',
        'report.period:read',
      ],
      roles: [
        {
          role: 'home_affairs_officer',
          label: () => 'Chuyên viên Sở Nội vụ',
          unit: prov,
          from: '2026-01-01',
          to: null,
        },
      ],
    };
  },
  orgTree: () => {
    const out = [];
    const walk = (u, d) => {
      const s = sub(u);
      out.push({
        unit: u,
        depth: d,
        parentId: u.parent?.id ?? null,
        allocated: u.a,
        present: u.p,
        promised: u.pr,
        vacant: u.a - u.p,
        recruitable: u.a - u.p - u.pr,
        subtreeAllocated: s.a,
        subtreePresent: s.p,
        subtreePromised: s.pr,
        subtreeVacant: s.a - s.p,
        subtreeRecruitable: s.a - s.p - s.pr,
      });
      u.kids.forEach((k) => walk(k, d + 1));
    };
    walk(prov, 0);
    return out;
  },
  orgUnit: ({ id }) => unitOf(id) ?? null,
  orgUnits: ({ search, first, after }) =>
    conn(
      units.filter((u) => fold(`${u.name} ${u.code}`).includes(fold(search ?? ''))),
      first,
      after,
    ),
  unitKinds: [],
  headcountCategories: () => cats.map(([code, label]) => ({ code, label: () => label, source: {} })),
  headcountReport: ({ asOf, unit }) => {
    const u = unit ? unitOf(unit) : prov;
    const r = rows(u);
    return { asOf, unit: u, rows: r, total: total(r) };
  },
  headcountBreakdown: ({ unit }) => {
    const u = unit ? unitOf(unit) : prov;
    return [
      { unit: u, own: true, hasChildren: false, rows: [], total: row('TOTAL', 'Tổng', u) },
      ...u.kids.map((k) => ({
        unit: k,
        own: false,
        hasChildren: k.kids.length > 0,
        rows: rows(k),
        total: total(rows(k)),
      })),
    ];
  },
  headcountSeries: ({ days, unit }) =>
    days.map((day, i) => {
      const r = rows(unit ? unitOf(unit) : prov).map((x) => ({
        ...x,
        allocated: Math.round(x.allocated * (1.15 - i / 40)),
        present: Math.round(x.present * (1.1 - i / 50)),
      }));
      return { day, rows: r, total: total(r) };
    }),
  overQuotaUnits: ({ first }) =>
    conn(
      units
        .filter((u) => u.p > u.a)
        .map((u) => ({
          unit: u,
          category: 'PUBLIC_SERVICE',
          label: () => 'Sự nghiệp',
          allocated: u.a,
          present: u.p,
          over: u.p - u.a,
        })),
      first,
    ),
  quotaEntries: ({ first }) =>
    conn(
      [
        {
          id: '1',
          act: 'ALLOCATE',
          category: 'ADMINISTRATIVE',
          tranche: 'REGULAR',
          funding: 'STATE_BUDGET',
          giver: prov,
          receiver: units[1],
          posts: 76,
          from: '2026-01-01',
          to: null,
          decision: dec,
          note: '',
        },
      ],
      first,
    ),
  jobPositions: ({ first, after, search }) =>
    conn(
      positions.filter((p) => fold(p.name).includes(fold(search ?? ''))),
      first,
      after,
    ),
  unitPositions: () => positions.map((position, i) => ({ position, seats: 4, filled: 2 + i, decision: dec })),
  positionGroups: [
    { code: 'LEADERSHIP', label: () => 'Lãnh đạo, quản lý' },
    { code: 'PROFESSIONAL', label: () => 'Chuyên môn, nghiệp vụ' },
  ],
  staff: ({ filter = {}, first = 50, after }) => {
    let l = people;
    if (filter.search)
      l = l.filter((p) => fold(p.fullName).includes(fold(filter.search)) || p.code === filter.search);
    if (filter.unit) {
      const r = unitOf(filter.unit);
      l = l.filter((p) => (filter.includeSubunits === false ? p.unit === r : under(p.unit, r)));
    }
    if (filter.staffClasses) l = l.filter((p) => filter.staffClasses.includes(p.staffClass));
    return conn(l, first, after);
  },
  staffMember: ({ id }) => people[Number(id) - 1] ?? null,
  grades,
  dataGaps: [
    { code: 'CITIZEN_ID', label: () => 'Thiếu số định danh cá nhân', count: 312 },
    { code: 'PAY', label: () => 'Thiếu diễn biến lương', count: 57 },
    { code: 'QUALIFICATION', label: () => 'Thiếu trình độ chuyên môn', count: 1204 },
  ],
  decision: () => dec,
  periodReport: ({ from, to }) => ({
    from,
    to,
    figures: [
      {
        key: 'headcount.allocated',
        label: () => 'Biên chế được giao',
        value: '41051',
        unit: 'biên chế',
        published: { value: '41051', document: 'Báo cáo số 01/BC-UBND', gap: '0' },
      },
      {
        key: 'headcount.present',
        label: () => 'Có mặt',
        value: '41544',
        unit: 'người',
        published: { value: '41540', document: 'Báo cáo số 01/BC-UBND', gap: '4' },
      },
      { key: 'recruited.total', label: () => 'Tuyển dụng', value: '5210', unit: 'người', published: null },
      {
        key: 'reduced.rate',
        label: () => 'Tỷ lệ giảm',
        value: '7.78',
        unit: '%',
        published: { value: '7.77', document: 'Báo cáo số 01/BC-UBND', gap: '0.01' },
      },
    ],
  }),
  job: ({ id }) => {
    const j = jobs.get(id);
    return j ? jobView(j) : null;
  },
  jobs: ({ first }) => conn([...jobs.values()].map(jobView).reverse(), first),
  recordChanges: () => conn([], 10),
};
createServer(async (req, res) => {
  const chunks = [];
  for await (const c of req) chunks.push(c);
  const body = Buffer.concat(chunks);
  const json = (status, v) => {
    res.writeHead(status, { 'Content-Type': 'application/json' });
    res.end(JSON.stringify(v));
  };
  const url = new URL(req.url, 'http://x');
  if (url.pathname === '/graphql') {
    const { query, variables } = JSON.parse(body);
    const r = await graphql({ schema, source: query, rootValue, variableValues: variables });
    if (r.errors) console.error(r.errors.map((e) => e.message));
    return json(200, r);
  }
  if (url.pathname === '/api/session') {
    if (req.method === 'DELETE') {
      signedIn = false;
      return json(200, {});
    }
    const { password } = JSON.parse(body);
    if (password !== 'demo')
      return json(401, { code: 'UNAUTHENTICATED', message: 'Tên đăng nhập hoặc mật khẩu không đúng.' });
    signedIn = true;
    return json(200, { username: 'chuyenvien', displayName: 'x' });
  }
  if (url.pathname.startsWith('/api/import/') || url.pathname.startsWith('/api/export/')) {
    const id = String(jobs.size + 1);
    const kind = url.pathname.slice(5).replace('/', '.');
    jobs.set(id, {
      id,
      kind,
      at: Date.now(),
      errors: kind.startsWith('import') && body.includes('bad') ? 200 : 0,
    });
    return json(202, { jobId: id });
  }
  if (url.pathname.startsWith('/api/')) {
    res.writeHead(200, { 'Content-Type': 'application/octet-stream' });
    return res.end('x');
  }
  const file = dist + url.pathname.slice(1);
  const f = url.pathname !== '/' && existsSync(file) ? file : dist + 'index.html';
  res.writeHead(200, {
    'Content-Type': f.endsWith('.js')
      ? 'text/javascript'
      : f.endsWith('.css')
        ? 'text/css'
        : f.endsWith('.svg')
          ? 'image/svg+xml'
          : 'text/html',
  });
  res.end(readFileSync(f));
}).listen(8099, '127.0.0.1', () => console.log('mock on 8099', units.length, people.length));
