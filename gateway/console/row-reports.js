/* global window */
import { fill } from './element.js';
import { reportFact } from './facts.js';
import { ask } from './graph.js';
import { REPORTS } from './queries.js';

/** Reports cost the registry more than all the rest of a row: they are read for rows on the screen only. */
const AT_ONCE = 20;
const GATHER_MS = 150;

/** Fills in the last reports of the rows that come into sight. */
export function askReports(rowOf) {
  const waiting = new Set();
  const known = new Map();
  let timer = null;
  const seen = new window.IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      seen.unobserve(target);
      waiting.add(target.dataset.id);
    }
    timer ??= window.setTimeout(next, GATHER_MS);
  });

  async function next() {
    const ids = [...waiting].slice(0, AT_ONCE);
    for (const id of ids) waiting.delete(id);
    const { data } = ids.length === 0 ? { data: null } : await ask(REPORTS, { ids });
    for (const { id, onboarding } of data?.marketplaces ?? []) {
      const row = rowOf(id);
      const report = { state: row?.marketplace.state, liveVersion: null, versions: [], ...onboarding };
      known.set(id, report);
      if (row) fill(row.reportCell, reportFact(report));
    }
    timer = waiting.size > 0 ? window.setTimeout(next, 0) : null;
  }

  return {
    /** Shows what is known, and asks where it may have changed. Those that Pasar comes with have no report. */
    watch({ row, reportCell, marketplace: { id, state, partner } }) {
      if (!partner) return;
      const report = known.get(id);
      if (report) fill(reportCell, reportFact(report));
      const isOver = ['PASSED', 'FAILED'].includes(report?.versions[0]?.check.state);
      if (!isOver || report.state !== state) seen.observe(row);
    },
    stop() {
      seen.disconnect();
      waiting.clear();
    },
  };
}
