import { log } from '../../subgraphs/telemetry/log';

/** What is logged is tested where it is the point; elsewhere it would bury the results. */
log.level = 'silent';
