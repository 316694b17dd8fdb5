import { HeaderMap } from '@apollo/server';
import { GraphQLError } from 'graphql';
import { errors } from 'jose';
import type { ErrorCode } from '../../adapters/core/errors';

function refusal(
  code: ErrorCode,
  status: number,
  message: string,
  headers: [string, string][],
): GraphQLError {
  return new GraphQLError(message, {
    extensions: { code, http: { status, headers: new HeaderMap(headers) } },
  });
}

/** A token that can't be believed. No words of the token itself are repeated: they may be anyone's. */
export function invalidToken(problem: string): GraphQLError {
  return refusal('UNAUTHENTICATED', 401, `authorization: ${problem}`, [
    ['www-authenticate', 'Bearer error="invalid_token"'],
  ]);
}

/** Whether a token is good can't be told right now: that is no fault of its bearer. */
export function keysUnavailable(): GraphQLError {
  const message =
    "authorization: the identity provider's keys can't be read right now. Try again in a moment.";
  return refusal('UNAVAILABLE', 503, message, [['retry-after', '5']]);
}

const CLAIM_PROBLEMS: Readonly<Record<string, string>> = {
  iss: 'the token is of another issuer. Ask with one of the identity provider that Pasar is set up for.',
  aud: 'the token is for another service. Ask with one whose audience is Pasar.',
  nbf: 'the token is not valid yet. Wait, or set the clock of whoever issued it right.',
  exp: 'the token never expires. Ask with one that has the claim exp.',
};

/** What verification threw, as what its bearer reads. */
export function tokenError(thrown: unknown): GraphQLError {
  if (thrown instanceof GraphQLError) return thrown;
  if (thrown instanceof errors.JWTExpired) return invalidToken('the token has expired. Get a new one.');
  if (thrown instanceof errors.JWTClaimValidationFailed) {
    return invalidToken(
      CLAIM_PROBLEMS[thrown.claim] ?? 'the token has a claim that is wrong. Get a new one.',
    );
  }
  if (thrown instanceof errors.JOSEAlgNotAllowed || thrown instanceof errors.JOSENotSupported) {
    return invalidToken(
      "the token's algorithm is not accepted. Get one of the identity provider that Pasar is set up for.",
    );
  }
  if (
    thrown instanceof errors.JWSSignatureVerificationFailed ||
    thrown instanceof errors.JWKSNoMatchingKey ||
    thrown instanceof errors.JWKSMultipleMatchingKeys
  ) {
    return invalidToken("the token's signature is of no key that is accepted here. Get a new one.");
  }
  return invalidToken('that is no token (JWT). Send "Bearer", a space and the token as it was issued.');
}
