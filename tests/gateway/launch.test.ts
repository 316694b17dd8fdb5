import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startNode } from '../support/processes';

describe('a program that is launched', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pasar-launch-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function launched(source: string, ...args: readonly string[]) {
    const file = join(folder, 'program.ts');
    writeFileSync(file, source);
    const started = startNode(['gateway/launch.js', file, ...args]);
    const code = await started.exited;
    return { code, output: started.output(), file };
  }

  it('has its own arguments, and files that stand beside its sources', async () => {
    mkdirSync(join(folder, 'below'), { recursive: true });
    writeFileSync(join(folder, 'below/beside.ts'), 'export const folder: string = __dirname;');
    const { code, output, file } = await launched(
      `import { folder } from "./below/beside"; console.log(JSON.stringify([process.argv.slice(1), folder]));`,
      '--port',
      '1',
    );
    expect([code, JSON.parse(output)]).toEqual([0, [[file, '--port', '1'], join(folder, 'below')]]);
  });

  it.each([
    ['is told where it fails', 'type Nothing = 1;\nthrow new Error("lost");', /program\.ts:2\b/],
    ['is told where it cannot be read', 'const = 1;', /program\.ts:1:6/],
    ['is told what it lacks', 'import "./missing";', /Could not resolve "\.\/missing"/],
  ])('%s', async (_, source, problem) => {
    const { code, output } = await launched(source);
    expect(code).toBe(1);
    expect(output).toMatch(problem);
  });
});
