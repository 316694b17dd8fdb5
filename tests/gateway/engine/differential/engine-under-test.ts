import { createEngine } from '../../../../gateway/engine/engine';
import { loadedEngine, type OpenEngine } from './engine';

/** The engine that is held to the reference. */
export const engineUnderTest: OpenEngine = (supergraphSdl, dataSource) =>
  loadedEngine(createEngine(supergraphSdl, dataSource));
