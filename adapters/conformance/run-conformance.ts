import { toAdapterError } from '../core/errors';
import { followAbort } from '../core/following-abort';
import { within } from '../core/within';
import { openCheck } from './check';
import { errorFinding } from './error-finding';
import { gathered } from './gather-findings';
import { LIVE_RULES } from './live-rules';
import { tidy } from './tidy-findings';
import type {
  ConformanceReport,
  Finding,
  LiveCheck,
  LiveRule,
  LiveSubject,
  RuleOutcome,
  RuleResult,
} from './rule';

export interface ConformanceOptions {
  /** `LIVE_RULES` unless given. */
  readonly rules?: readonly LiveRule[];
  readonly now?: () => Date;
  readonly signal: AbortSignal;
  /** Told of every rule as soon as it is over. */
  readonly onResult?: (result: RuleResult) => void;
  /** How long all of it may take; what is not over by then has failed. */
  readonly totalMs?: number;
}

const TOTAL_MS = 240_000;

/**
 * Holds a live marketplace to the rules, one after the other. Closes nothing. Rejects when its signal aborts; an
 * order that was placed is taken back before that.
 */
export async function runConformance(
  subject: LiveSubject,
  { rules = LIVE_RULES, now = () => new Date(), signal, onResult, totalMs = TOTAL_MS }: ConformanceOptions,
): Promise<ConformanceReport> {
  const checkedAt = now().toISOString();
  const deadline = Date.now() + totalMs;
  const end = followAbort(signal, totalMs);
  const { check, offersSeen, answered, over } = openCheck(subject, { signal: end.signal, deadline, now });
  const results: RuleResult[] = [];
  try {
    for (const rule of rules) {
      signal.throwIfAborted();
      const result = await resultOf(rule, check, deadline);
      signal.throwIfAborted();
      results.push(result);
      onResult?.(result);
    }
    return {
      marketplace: subject.marketplace.id,
      checkedAt,
      conforms: results.every(({ level, outcome }) => level === 'SHOULD' || outcome !== 'FAILED'),
      offersSeen: offersSeen(),
      answered: answered(),
      results,
    };
  } finally {
    end.abort();
    end.release();
    await over();
  }
}

async function resultOf(rule: LiveRule, check: LiveCheck, deadline: number): Promise<RuleResult> {
  const { id, level, title, needs } = rule;
  const begun = check.now().getTime();
  const outcome = forbidden(needs, check) ?? (await outcomeOf(rule, check, deadline));
  const durationMs = check.now().getTime() - begun;
  if ('skipped' in outcome)
    return { id, level, title, outcome: 'SKIPPED', findings: [], skipped: outcome.skipped, durationMs };
  const findings = tidy(gathered(outcome), check.secrets ?? []);
  return {
    id,
    level,
    title,
    outcome: findings.length === 0 ? 'PASSED' : 'FAILED',
    findings,
    skipped: null,
    durationMs,
  };
}

function forbidden(needs: LiveRule['needs'], { stranger, order }: LiveCheck): RuleOutcome | null {
  if (needs === 'STRANGER' && stranger === null) return { skipped: 'it asks for no credentials' };
  if (needs === 'ORDERING' && order === null) return { skipped: 'no orders were to be placed in this check' };
  return null;
}

async function outcomeOf(rule: LiveRule, check: LiveCheck, deadline: number): Promise<RuleOutcome> {
  const leftMs = deadline - Date.now();
  if (leftMs <= 0) return [OUT_OF_TIME];
  try {
    return await within(leftMs, rule.run(check), [OUT_OF_TIME]);
  } catch (thrown) {
    return [errorFinding(toAdapterError(thrown, check.marketplace.id), rule.title)];
  }
}

const OUT_OF_TIME: Finding = {
  path: '$',
  expected: 'an outcome before the time of the check was over',
  got: 'none',
  fix: 'answer sooner, or let fewer pages be read',
};
