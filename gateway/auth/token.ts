import { parseArgs } from 'node:util';
import { ROLES, type Actor } from '../../adapters/core/actor';
import { ConfigurationError } from '../../adapters/core/environment';
import { readActorClaims } from '../../subgraphs/http/actor-claims';
import { readAuthConfig } from './config';
import { openTokenAuthority } from './token-authority';

const USAGE = `Usage: npm run token -- --role ${ROLES.join('|')} [--institution D180] [--work-unit 0012]
  [--marketplace mbiz] [--subject s] [--name n] [--email e] [--phone p] [--hours 12]`;

const OPTIONS = {
  role: { type: 'string' },
  institution: { type: 'string' },
  'work-unit': { type: 'string' },
  marketplace: { type: 'string' },
  subject: { type: 'string' },
  name: { type: 'string' },
  email: { type: 'string' },
  phone: { type: 'string' },
  hours: { type: 'string' },
} as const;

/** Claims whose option is called otherwise. */
const OPTION_OF: Readonly<Record<string, string>> = {
  sub: 'subject',
  work_unit: 'work-unit',
  phone_number: 'phone',
};
const LONGEST_HOURS = 24 * 365;

/** `npm run token`: a token of the development key, alone on standard output so that scripts can use it. */
async function main(): Promise<void> {
  const config = readAuthConfig();
  const { actor, hours } = readOptions(process.argv.slice(2));
  const { issue } = config.jwks === null ? openTokenAuthority(config) : { issue: null };
  if (issue === null) {
    throw new ConfigurationError([
      'PASAR_JWKS_URL: is set, so tokens come from that identity provider; unset it to use development tokens',
    ]);
  }
  process.stdout.write(`${await issue(actor, hours)}\n`);
}

function readOptions(args: readonly string[]): { actor: Actor; hours: number } {
  const { values } = parseOptions(args);
  const hours = Number(values.hours ?? '12');
  const isHours = hours > 0 && hours <= LONGEST_HOURS;
  const { actor, problems } = readActorClaims({
    sub: values.subject ?? `development-${(values.role ?? '').toLowerCase()}`,
    role: values.role,
    institution: values.institution,
    work_unit: values['work-unit'],
    marketplace: values.marketplace,
    name: values.name,
    email: values.email,
    phone_number: values.phone,
  });
  const wrong = problems.map(({ claim, problem }) => `--${OPTION_OF[claim] ?? claim}: ${problem}`);
  if (!isHours) wrong.push(`--hours: must be a number above 0, at most ${LONGEST_HOURS}`);
  if (actor === null || wrong.length > 0) throw new ConfigurationError([...wrong, USAGE]);
  return { actor, hours };
}

function parseOptions(args: readonly string[]) {
  try {
    return parseArgs({ options: OPTIONS, args: [...args] });
  } catch (error) {
    throw new ConfigurationError([error instanceof Error ? error.message : String(error), USAGE]);
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
