// The requests that Cognito's user pools API understands, as the API reference and docs/protocol.md §Operations spell them. All are POSTs to the endpoint's
// root, unsigned, told apart by X-Amz-Target.
#pragma once

#include <span>
#include <string_view>
#include <utility>

#include "fmid/http.h"
#include "fmid/user_pool.h"
#include "srp/client.h"

namespace fmid::cognito {

using Parameter = std::pair<std::string_view, std::string_view>;  // name, value; left out where the value is empty

// Where the pool's client has a secret, these two add SECRET_HASH of the parameter USERNAME.
[[nodiscard]] HttpRequest InitiateAuth(const UserPool& pool, std::string_view auth_flow, std::span<const Parameter> parameters);
[[nodiscard]] HttpRequest RespondToAuthChallenge(const UserPool& pool, std::string_view challenge_name, std::string_view session,
                                                 std::span<const Parameter> responses);
[[nodiscard]] HttpRequest AssociateSoftwareToken(const UserPool& pool, std::string_view session);
[[nodiscard]] HttpRequest VerifySoftwareToken(const UserPool& pool, std::string_view session, std::string_view user_code,
                                              std::string_view friendly_device_name);
[[nodiscard]] HttpRequest ConfirmDevice(const UserPool& pool, std::string_view access_token, std::string_view device_key,
                                        const srp::Verifier& verifier);
[[nodiscard]] HttpRequest GetTokensFromRefreshToken(const UserPool& pool, std::string_view refresh_token, std::string_view device_key);
[[nodiscard]] HttpRequest RevokeToken(const UserPool& pool, std::string_view refresh_token);
[[nodiscard]] HttpRequest GlobalSignOut(const UserPool& pool, std::string_view access_token);

}  // namespace fmid::cognito
