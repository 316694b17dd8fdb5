import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigurationError } from '../../../adapters/core/environment';
import { keepTelemetryHome } from '../../../gateway/supergraph/config';
import { fileSupergraph } from '../../../gateway/supergraph/supergraph-source';
import { temporaryFolder } from '../../support/temporary-folder';

describe('the supergraph of a file', () => {
  const folder = temporaryFolder();

  it('is read once and never changes', async () => {
    const file = join(folder, 'supergraph.graphql');
    writeFileSync(file, 'type Query { a: Int }');
    const source = fileSupergraph(file);
    const first = await source.current();
    expect(first).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{12}$/),
      sdl: 'type Query { a: Int }',
      suspended: [],
    });
    writeFileSync(file, 'type Query { b: Int }');
    expect(await source.current()).toEqual(first);
    const heard = jest.fn();
    const stopWatching = source.watch(heard);
    stopWatching();
    expect(heard).not.toHaveBeenCalled();
    expect((await fileSupergraph(file).current()).id).not.toBe(first.id);
  });

  it.each([
    ['is not there', 'none.graphql', /--supergraph: .*none\.graphql can't be read \(ENOENT\)/],
    ['is a folder', '.', /can't be read \(EISDIR\)/],
  ])('that %s is a mistake of the configuration', async (_, name, message) => {
    const reading = fileSupergraph(join(folder, name)).current();
    await expect(reading).rejects.toThrow(ConfigurationError);
    await expect(reading).rejects.toThrow(message);
  });
});

describe('measurements of this machine', () => {
  it.each([
    ['are not sent to Apollo', {}, 'true'],
    ['are sent where someone said so', { APOLLO_TELEMETRY_DISABLED: 'false' }, 'false'],
  ])('%s', (_, environment: NodeJS.ProcessEnv, expected) => {
    keepTelemetryHome(environment);
    expect(environment['APOLLO_TELEMETRY_DISABLED']).toBe(expected);
  });
});
