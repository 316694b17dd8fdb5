/**
 * Pure: what can be done with a marketplace now. The graph decides again; this only keeps buttons away that
 * would be refused. Versions and actions come newest first.
 */
export function allowedActions({ liveVersion, suspendedBy, versions, actions }, { isAdmin }) {
  const newest = versions[0];
  const isSuspended = suspendedBy !== null;
  const mayServe = ({ version, check }) =>
    !isSuspended && check.state === 'PASSED' && version !== liveVersion;
  return {
    check: newest !== undefined && newest.check.state !== 'RUNNING' ? newest.version : null,
    publish: newest !== undefined && mayServe(newest) ? newest.version : null,
    // An administrator's suspension outlasts a partner's.
    suspend: liveVersion !== null && (!isSuspended || (isAdmin && suspendedBy !== 'ADMIN')),
    resume: isSuspended && (isAdmin || suspendedBy !== 'ADMIN'),
    rollBack: isSuspended || liveVersion === null ? null : servedBefore(actions),
    /** Of one version among others: whether it can be served in place of the live one. */
    mayServe,
  };
}

/** The version that was served before the live one, as the registry finds it too; null where none was. */
function servedBefore(actions) {
  const stack = [];
  for (const { action, version } of [...actions].reverse()) {
    if (!['PUBLISHED', 'ROLLED_BACK'].includes(action) || version === null) continue;
    // What a roll-back left is not come back to by the next: each goes one further back.
    if (action === 'ROLLED_BACK') while (stack.length > 0 && stack.at(-1) !== version) stack.pop();
    if (stack.at(-1) !== version) stack.push(version);
  }
  return stack.at(-2) ?? null;
}
