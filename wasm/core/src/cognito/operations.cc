#include "cognito/operations.h"

#include <string>

#include "bytes/base64.h"
#include "crypto/hash.h"
#include "json/writer.h"

namespace fmid::cognito {
namespace {

HttpRequest Post(const UserPool& pool, std::string_view operation, json::Writer& body) {
  HttpRequest request{.method = "POST", .url = pool.endpoint, .headers = {}, .body = body.Take()};
  request.AddHeader("Content-Type", "application/x-amz-json-1.1");
  request.AddHeader("X-Amz-Target", "AWSCognitoIdentityProviderService." + std::string(operation));
  request.AddHeader("Cache-Control", "no-store");
  return request;
}

// Cognito's Developer Guide, "Computing secret hash values": base64(HMAC-SHA256(client secret, user name ‖ client id)), of the name that
// goes with it.
std::string SecretHash(const UserPool& pool, std::string_view username) {
  return EncodeBase64(HmacSha256(pool.client_secret.Reveal(), {AsBytes(username), AsBytes(pool.client_id)}));
}

void WriteParameters(json::Writer& body, const UserPool& pool, std::string_view key, std::span<const Parameter> parameters) {
  body.Key(key).BeginObject();
  for (const auto& [name, value] : parameters) {
    if (!value.empty()) body.Member(name, value);
    if (name == "USERNAME" && !pool.client_secret.empty()) body.Member("SECRET_HASH", SecretHash(pool, value));
  }
  body.EndObject();
}

}  // namespace

HttpRequest InitiateAuth(const UserPool& pool, std::string_view auth_flow, std::span<const Parameter> parameters) {
  json::Writer body;
  body.BeginObject().Member("AuthFlow", auth_flow).Member("ClientId", pool.client_id);
  WriteParameters(body, pool, "AuthParameters", parameters);
  body.EndObject();
  return Post(pool, "InitiateAuth", body);
}

HttpRequest RespondToAuthChallenge(const UserPool& pool, std::string_view challenge_name, std::string_view session,
                                   std::span<const Parameter> responses) {
  json::Writer body;
  body.BeginObject().Member("ChallengeName", challenge_name).Member("ClientId", pool.client_id).OptionalMember("Session", session);
  WriteParameters(body, pool, "ChallengeResponses", responses);
  body.EndObject();
  return Post(pool, "RespondToAuthChallenge", body);
}

HttpRequest AssociateSoftwareToken(const UserPool& pool, std::string_view session) {
  json::Writer body;
  body.BeginObject().Member("Session", session).EndObject();
  return Post(pool, "AssociateSoftwareToken", body);
}

HttpRequest VerifySoftwareToken(const UserPool& pool, std::string_view session, std::string_view user_code,
                                std::string_view friendly_device_name) {
  json::Writer body;
  body.BeginObject().Member("Session", session).Member("UserCode", user_code);
  body.OptionalMember("FriendlyDeviceName", friendly_device_name).EndObject();
  return Post(pool, "VerifySoftwareToken", body);
}

HttpRequest ConfirmDevice(const UserPool& pool, std::string_view access_token, std::string_view device_key,
                          const srp::Verifier& verifier) {
  json::Writer body;
  body.BeginObject().Member("AccessToken", access_token).Member("DeviceKey", device_key);
  body.Key("DeviceSecretVerifierConfig").BeginObject();
  body.Member("PasswordVerifier", verifier.password_verifier).Member("Salt", verifier.salt).EndObject().EndObject();
  return Post(pool, "ConfirmDevice", body);
}

HttpRequest GetTokensFromRefreshToken(const UserPool& pool, std::string_view refresh_token, std::string_view device_key) {
  json::Writer body;
  body.BeginObject().Member("RefreshToken", refresh_token).Member("ClientId", pool.client_id);
  body.OptionalMember("ClientSecret", pool.client_secret.RevealText()).OptionalMember("DeviceKey", device_key).EndObject();
  return Post(pool, "GetTokensFromRefreshToken", body);
}

HttpRequest RevokeToken(const UserPool& pool, std::string_view refresh_token) {
  json::Writer body;
  body.BeginObject().Member("Token", refresh_token).Member("ClientId", pool.client_id);
  body.OptionalMember("ClientSecret", pool.client_secret.RevealText()).EndObject();
  return Post(pool, "RevokeToken", body);
}

HttpRequest GlobalSignOut(const UserPool& pool, std::string_view access_token) {
  json::Writer body;
  body.BeginObject().Member("AccessToken", access_token).EndObject();
  return Post(pool, "GlobalSignOut", body);
}

}  // namespace fmid::cognito
