const SUMMARY = `id name state partner protocol offerCount
  index { status completedAt observedAt rejectedCount problems }
  health { state failureRate p95 since }`;

const CHECK = `check { state checkedAt offersSeen
  results { id level title outcome skipped findings { path expected got fix } } }`;

const ONBOARDING = `onboarding {
  liveVersion suspendedBy
  versions { version state protocol createdAt createdBy credentialNames ${CHECK} }
  actions { action version actor role note at } }`;

/** Every marketplace that one may see. */
export const LIST = `query ConsoleList { marketplaces { ${SUMMARY} } }`;

/** The same for a partner: what is not null is its own, and nothing is read for the others. */
export const OWN = `query ConsoleOwn { marketplaces { ${SUMMARY} onboarding { liveVersion } } }`;

export const FIRST = 'query ConsoleFirst { marketplaces { id } }';

/** What is refused in it says who is asking; of the orders none is looked at. */
export const WHO = `query ConsoleWho($ids: [ID!]) {
  orderTotals(filter: { placedTo: "1970-01-01T00:00:00.000Z" }) { count }
  marketplaces(ids: $ids) { id onboarding { liveVersion } } }`;

export const REPORTS = `query ConsoleReports($ids: [ID!]) { marketplaces(ids: $ids) { id onboarding {
  liveVersion versions { version check { state results { id level outcome } } } } } }`;

export const ONE = `query ConsoleOne($ids: [ID!]) { marketplaces(ids: $ids) {
  ${SUMMARY} ordering cancelling orderTracking
  rejections: index { rejected { recordId reason seenAt } }
  ${ONBOARDING} } }`;

/** The same without what only managers see. */
export const ONE_PUBLIC = ONE.replace(ONBOARDING, '').replace('ConsoleOne', 'ConsoleOnePublic');

export const DOCUMENTS = `query ConsoleDocuments($ids: [ID!]) {
  marketplaces(ids: $ids) { id onboarding { versions { version document credentialNames } } } }`;

const RESULT = `{ marketplace { id name state }
  problems { kind message path line column operations } }`;

export const REGISTER = `mutation ConsoleRegister($input: RegisterMarketplaceInput!) {
  done: registerMarketplace(input: $input) ${RESULT} }`;

export const CHECK_VERSION = `mutation ConsoleCheck($id: ID!, $version: Int) {
  done: checkMarketplace(id: $id, version: $version) ${RESULT} }`;

export const PUBLISH = `mutation ConsolePublish($id: ID!, $version: Int, $acceptBreaking: Boolean!) {
  done: publishMarketplace(id: $id, version: $version, acceptBreaking: $acceptBreaking) ${RESULT} }`;

export const SUSPEND = `mutation ConsoleSuspend($id: ID!, $reason: String) {
  done: suspendMarketplace(id: $id, reason: $reason) ${RESULT} }`;

export const RESUME = `mutation ConsoleResume($id: ID!) { done: resumeMarketplace(id: $id) ${RESULT} }`;

export const ROLL_BACK = `mutation ConsoleRollBack($id: ID!, $version: Int, $acceptBreaking: Boolean!) {
  done: rollbackMarketplace(id: $id, version: $version, acceptBreaking: $acceptBreaking) ${RESULT} }`;
