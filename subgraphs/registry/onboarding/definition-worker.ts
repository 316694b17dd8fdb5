import { parentPort, workerData } from 'node:worker_threads';
import { readDefinition } from '../../../adapters/partners/read-definition';

parentPort?.postMessage(readDefinition(String(workerData)));
