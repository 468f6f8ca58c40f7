/** The calculators, in the order of their tabs. */
export const calculators = ['retirement', 'separation', 'stepRaise', 'placement'] as const;
export type Calculator = (typeof calculators)[number];

/** Codes of the API that the forms offer, each list in the order of its choice. */
export const codes = {
  sex: ['MALE', 'FEMALE'],
  workCondition: ['NORMAL', 'REDUCED_AGE'],
  family: ['STAFF_REDUCTION', 'REORGANISATION', 'ORDINARY_RESIGNATION'],
  policy: [
    'EARLY_RETIREMENT',
    'IMMEDIATE_SEVERANCE',
    'TRANSFER_OUT',
    'SEVERANCE_AFTER_TRAINING',
    'NON_PROFESSIONAL',
  ],
  staffClass: [
    'CADRE',
    'CIVIL_SERVANT',
    'PUBLIC_EMPLOYEE',
    'CONTRACT',
    'COMMUNE_NON_PROFESSIONAL',
    'VILLAGE_NON_PROFESSIONAL',
    'COMMUNE_EXTENSION',
  ],
  level: ['CENTRAL', 'PROVINCE', 'DISTRICT', 'COMMUNE'],
  group: ['DIRECTLY_AFFECTED', 'BODY_MUST_REDUCE', 'ASSOCIATION_POST', 'TOO_OLD_FOR_REELECTION'],
  salaryClass: [
    'EXPERT',
    'A3.1',
    'A3.2',
    'A2.1',
    'A2.2',
    'A1',
    'A0',
    'B',
    'C1',
    'C2',
    'C2_PUBLIC_EMPLOYEE',
    'C3',
  ],
  delayReason: [
    'UNSATISFACTORY_RATING',
    'REPRIMAND',
    'WARNING',
    'REMOVAL_FROM_POST',
    'DEMOTION',
    'UNPAID_LEAVE',
    'OTHER_NOT_COUNTED',
  ],
  salaryMode: ['PARTS', 'GIVEN'],
} as const;

export type CodeList = keyof typeof codes;

/** The regimes that are computed, by family, newest first: the codes of the catalogue reduction.regimes. */
export const regimesOf: Record<string, readonly string[]> = {
  STAFF_REDUCTION: ['154/2025/NĐ-CP', '29/2023/NĐ-CP', '143/2020/NĐ-CP', '113/2018/NĐ-CP', '108/2014/NĐ-CP'],
  REORGANISATION: ['178/2024/NĐ-CP'],
  ORDINARY_RESIGNATION: ['170/2025/NĐ-CP', '46/2010/NĐ-CP'],
};

export const allRegimes: readonly string[] = Object.values(regimesOf).flat();
