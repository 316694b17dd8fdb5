import type { LiveRule } from './rule';
import { CHANGES } from './rules/changes';
import { ORDERING } from './rules/ordering';
import { PAGING } from './rules/paging';
import { QUALITY } from './rules/quality';
import { READING } from './rules/reading';
import { READING_BY_ID } from './rules/reading-by-id';
import { SIGNING_IN } from './rules/signing-in';
import { TIME } from './rules/time';

/** All rules in the order in which they are run. Those that place orders come last. */
export const LIVE_RULES: readonly LiveRule[] = [
  ...READING,
  ...READING_BY_ID,
  ...PAGING,
  ...CHANGES,
  ...QUALITY,
  ...SIGNING_IN,
  ...TIME,
  ...ORDERING,
];
