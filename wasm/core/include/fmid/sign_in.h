// Signing in with user name and password: InitiateAuth (USER_SRP_AUTH), PASSWORD_VERIFIER, then whatever the pool asks.
#pragma once

#include <memory>

#include "fmid/flow.h"
#include "fmid/random.h"
#include "fmid/result.h"
#include "fmid/secret.h"
#include "fmid/user_pool.h"

namespace fmid {

namespace srp {
class Precomputation;  // srp/client.h
}

// Ends in Tokens. `username`: e-mail address or user name as typed, UTF-8, 1 to 512 bytes (Cognito's limit is 128 characters);
// `password`: UTF-8, 1 to 1024 bytes (256 characters). `random` and `precomputation`,
// which serves one sign-in after the other, must outlive the flow. kUsernameRequired, kPasswordRequired, kTextNotUtf8.
//
// The password stays in the flow, wiped at its end, because Cognito ends a sign-in session after three minutes (by default):
// an answer that comes later begins anew by itself and asks again, instead of sending the person back to the start.
//
// `device`: Tokens::device of an earlier sign-in of this person, complete or empty (kOptionInvalid). A device that Cognito no longer
// knows is forgotten without asking anybody: the sign-in begins anew without it, and a new one may come out.
[[nodiscard]] Result<std::unique_ptr<Flow>> SignIn(const UserPool& pool, std::string_view username, SecretBytes password,
                                                   RandomSource& random, srp::Precomputation& precomputation, Device device = {});

}  // namespace fmid
