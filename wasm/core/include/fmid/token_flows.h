// What can be done with Cognito's tokens.
#pragma once

#include <memory>
#include <string_view>

#include "fmid/flow.h"
#include "fmid/random.h"
#include "fmid/result.h"
#include "fmid/secret.h"
#include "fmid/user_pool.h"

namespace fmid {

// New access and ID tokens for a refresh token; no user name, no SRP. Ends in Tokens, whose refresh_token is the one that is good
// from now on: the same one, or its successor where the pool rotates them. GetTokensFromRefreshToken comes first (a pool with
// rotation accepts nothing else); a service that does not know it, or says no in a way that may mean so, is asked by REFRESH_TOKEN_AUTH, unless the client has
// a secret; where that is refused too, the error is the first refusal's if there was doubt.
// `device_key`: of a remembered device, else empty. kRefreshTokenRequired, kTokenMalformed, kOptionInvalid.
[[nodiscard]] Result<std::unique_ptr<Flow>> Refresh(const UserPool& pool, SecretBytes refresh_token, std::string_view device_key,
                                                    RandomSource& random);

// RevokeToken: the refresh token and every access token made from it are void. Ends in Nothing. kRefreshTokenRequired, kTokenMalformed.
[[nodiscard]] Result<std::unique_ptr<Flow>> Revoke(const UserPool& pool, SecretBytes refresh_token, RandomSource& random);

// GlobalSignOut: every refresh token of this person is void, on every device. Ends in Nothing. kAccessTokenRequired,
// kTokenMalformed.
[[nodiscard]] Result<std::unique_ptr<Flow>> GlobalSignOut(const UserPool& pool, SecretBytes access_token, RandomSource& random);

// Claris's discovery address, or another that answers in the same shape. Ends in a UserPool. kAddressInvalid, kAddressInsecure.
[[nodiscard]] Result<std::unique_ptr<Flow>> Discover(std::string_view url, RandomSource& random);

}  // namespace fmid
