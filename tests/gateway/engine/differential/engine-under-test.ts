import { createEngine } from '../../../../gateway/engine/engine';
import { createEndlessOperations } from '../../../../gateway/engine/endless-operations';
import { loadedEngine, type OpenEngine } from './engine';

/** The engine that is held to the reference. */
export const engineUnderTest: OpenEngine = async (supergraphSdl, dataSource) => {
  const endless = createEndlessOperations();
  let isHurried = false;
  const noted = {
    has: endless.has,
    add(key: string): void {
      isHurried = true;
      endless.add(key);
    },
  };
  const engine = await loadedEngine(createEngine(supergraphSdl, dataSource, noted));
  return { ...engine, isHurried: () => isHurried };
};
