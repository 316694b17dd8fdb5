import { ConfigurationError } from '../../../adapters/core/environment';
import { readHostPolicy } from '../../../subgraphs/partners/config';

const PRIVATE = 'PASAR_ALLOW_PRIVATE_HOSTS';

describe('whether partners may be at private hosts', () => {
  it.each<[string | undefined, boolean]>([
    [undefined, false],
    ['', false],
    ['  ', false],
    ['0', false],
    ['1', true],
  ])('%j: %s', (value, privateHosts) => {
    expect(readHostPolicy({ [PRIVATE]: value })).toEqual({ privateHosts });
  });

  // What is nearly right is refused: whoever wrote it believes that it says something.
  it.each(['true', 'yes', 'on', '01', ' 1', '1 ', '-1', 'false', 'no', '127.0.0.1'])(
    '%j is no answer',
    (value) => {
      const read = (): unknown => readHostPolicy({ [PRIVATE]: value });
      expect(read).toThrow(ConfigurationError);
      expect(read).toThrow(`${PRIVATE}: must be 0 or 1`);
    },
  );
});
