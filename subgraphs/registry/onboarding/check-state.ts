import { sql, type RawBuilder } from 'kysely';
import type { CheckState } from '../../database/partner-tables';

/**
 * How the check of a version stands now. One that nobody holds any more died with its process: what the one
 * before it found stands.
 */
export function checkStateNow(table = 'partner_version'): RawBuilder<CheckState> {
  const of = (column: string): RawBuilder<unknown> => sql.ref(`${table}.${column}`);
  return sql<CheckState>`case
    when ${of('check_state')} <> 'RUNNING' or ${of('check_held_until')} > now() then ${of('check_state')}
    else ${stateBefore(table)} end`;
}

/** What the last check that came to an end found. */
export function stateBefore(table = 'partner_version'): RawBuilder<Exclude<CheckState, 'RUNNING'>> {
  return sql`case (${sql.ref(`${table}.report`)} ->> 'conforms')::boolean
    when true then 'PASSED' when false then 'FAILED' else 'NONE' end`;
}
