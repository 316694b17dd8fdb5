import { join } from 'node:path';
import { ROLES } from '../../../adapters/core/actor';
import { openTokenAuthority } from '../../../gateway/auth/token-authority';
import { startProcess } from '../../support/processes';
import { temporaryFolder } from '../../support/temporary-folder';

describe('npm run token', () => {
  const folder = temporaryFolder();
  const run = async (args: readonly string[], environment: Record<string, string> = {}) => {
    const dataDir = join(folder, 'data');
    const started = startProcess('gateway/auth/token.ts', args, { PASAR_DATA_DIR: dataDir, ...environment });
    return { code: await started.exited, output: started.output(), dataDir };
  };

  it('prints a token and nothing else, and processes that start at once make one key', async () => {
    const args = ['--role', 'PP', '--institution', 'D180', '--work-unit', '0012', '--name', 'Ani'];
    const runs = await Promise.all([run(args), run(args), run(args)]);
    for (const { code, output, dataDir } of runs) {
      expect([code, output]).toEqual([0, expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+\n$/)]);
      const actor = await openTokenAuthority({ jwks: null, dataDir }).identify(`Bearer ${output.trim()}`);
      expect(actor).toMatchObject({
        subject: 'development-pp',
        role: 'PP',
        institution: 'D180',
        workUnit: '0012',
      });
    }
  });

  it.each<[string, string[], Record<string, string>, RegExp]>([
    ['no role', [], {}, new RegExp(`--role: must be one of ${ROLES.join(', ')}`)],
    [
      'a role without its institution',
      ['--role', 'PP'],
      {},
      /--institution: is missing; role PP acts for one/,
    ],
    [
      'a work unit that is none',
      ['--role', 'PP', '--institution', 'D180', '--work-unit', '?'],
      {},
      /--work-unit: must be/,
    ],
    ['no time', ['--role', 'ADMIN', '--hours', '0'], {}, /--hours: must be a number above 0/],
    ['an unknown option', ['--rolle', 'PP'], {}, /--rolle/],
  ])('names what is wrong, and how it is used: %s', async (_, args, environment, message) => {
    const { code, output } = await run(args, environment);
    expect([code, output]).toEqual([1, expect.stringMatching(message)]);
    expect(output).toContain('Usage: npm run token -- --role');
  });

  it('makes no tokens where an identity provider does', async () => {
    const { code, output } = await run(['--role', 'ADMIN'], {
      PASAR_JWKS_URL: 'https://id.example/keys',
      PASAR_JWT_ISSUER: 'https://id.example',
      PASAR_JWT_AUDIENCE: 'pasar',
    });
    expect([code, output]).toEqual([1, expect.stringContaining('PASAR_JWKS_URL: is set')]);
  });
});
