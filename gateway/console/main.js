/* global document, window */
import { startAges } from './ages.js';
import { fill } from './element.js';
import { onRefused } from './graph.js';
import { openList } from './list-page.js';
import { openMarketplace } from './marketplace-page.js';
import { errorList } from './problems.js';
import { openRegister } from './register-page.js';
import { createSignIn } from './sign-in.js';
import { forgetToken } from './token.js';
import { NOBODY, whoIsAsking } from './who.js';

const main = document.getElementById('main');
const registerLink = document.getElementById('register-link');
const LINKS = [
  ['', document.getElementById('list-link')],
  ['register', registerLink],
];
const signIn = createSignIn({
  place: document.getElementById('who'),
  panel: document.getElementById('sign-in'),
  changed: () => identify(),
});

let who = null;
let close = () => undefined;
let handover = null;
/** What the graph said of a token that it did not believe. */
let refusal = null;

/** Finds out who is asking and opens the page anew as them. */
async function identify() {
  refusal = null;
  const found = await whoIsAsking();
  if (refusal === null) show(found);
}

function show(found) {
  who = found;
  signIn.show(who, refusal);
  registerLink.hidden = !who.manages;
  open();
}

onRefused((message) => {
  forgetToken();
  refusal = message;
  show(NOBODY);
});

/** The page that the address names: `#/`, `#/register`, `#/register/id` or `#/marketplaces/id`. */
function open() {
  close();
  const [page = '', id] = window.location.hash.replace(/^#\/?/, '').split('/').map(decoded);
  const context = { who, id, visit, handover };
  showCurrent(page);
  handover = null;
  if (page === 'register' && who.manages) close = openRegister(main, context);
  else if (page === 'register') {
    close = () => undefined;
    fill(main, errorList([{ message: 'Registering needs a token of role PARTNER or ADMIN.' }]));
  } else if (page === 'marketplaces' && id) close = openMarketplace(main, context);
  else close = openList(main, context);
}

function showCurrent(page) {
  for (const [path, link] of LINKS) {
    if (path === page) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
}

/** Goes to another page and hands it something. */
function visit(hash, handed) {
  handover = handed;
  window.location.hash = hash;
}

function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

window.addEventListener('hashchange', () => {
  if (who === null) return;
  open();
  window.scrollTo(0, 0);
  main.focus({ preventScroll: true });
});
// The address says which page is open: it is no place for what is skipped to.
document.getElementById('skip').addEventListener('click', (event) => {
  event.preventDefault();
  main.focus();
});
startAges();
void identify();
