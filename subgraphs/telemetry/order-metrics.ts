import { Counter, Gauge } from 'prom-client';
import { registry } from './metrics';

const registers = [registry];

export const ordersPlaced = new Counter({
  name: 'pasar_order_calls_total',
  help: 'Calls to marketplaces that order or hand over, by outcome: PLACED, STARTED, REFUSED or UNKNOWN.',
  labelNames: ['marketplace', 'mode', 'outcome'],
  registers,
});

export const outboxAge = new Gauge({
  name: 'pasar_outbox_oldest_seconds',
  help: 'Age of the oldest order of which it is not known whether its marketplace has it.',
  registers,
});

export const outboxSize = new Gauge({
  name: 'pasar_outbox_size',
  help: 'Calls to marketplaces that are owed.',
  registers,
});

export const messagesReceived = new Counter({
  name: 'pasar_order_messages_total',
  help: 'Reports and messages of marketplaces, by outcome.',
  labelNames: ['channel', 'outcome'],
  registers,
});

export const unknownStatuses = new Counter({
  name: 'pasar_order_unknown_statuses_total',
  help: 'Orders told in a status that Pasar does not know; it is kept as the source wrote it.',
  labelNames: ['marketplace', 'channel'],
  registers,
});

export const orderFeedAge = new Gauge({
  name: 'pasar_order_list_age_seconds',
  help: 'How long ago the list of orders that was read longest ago was read whole.',
  labelNames: ['marketplace'],
  registers,
});

export const ordersRejected = new Gauge({
  name: 'pasar_order_records_rejected',
  help: 'Records of lists of orders that could not be understood.',
  labelNames: ['marketplace'],
  registers,
});
