#include "bindings/to_json.h"

#include <variant>

namespace fmid::bindings {

using json::Writer;

namespace {

void WriteError(Writer& out, const Error& error) {
  // As numbers: the names are in the JavaScript already, which has a sentence for each.
  out.BeginObject().Member("code", static_cast<std::int64_t>(error.code));
  out.Member("kind", static_cast<std::int64_t>(KindOf(error.code)));
  out.OptionalMember("detail", error.detail).OptionalMember("serviceError", error.service_error);
  out.OptionalMember("serviceMessage", error.service_message).OptionalMember("fileMakerCode", error.filemaker_code);
  if (error.http_status != 0) out.Member("httpStatus", error.http_status);
  if (error.retry_after_ms != 0) out.Member("retryAfterMs", error.retry_after_ms);
  out.EndObject();
}

void WriteList(Writer& out, std::string_view key, const std::vector<std::string>& list) {
  out.Key(key).BeginArray();
  for (const std::string& item : list) out.Text(item);
  out.EndArray();
}

void WriteChallenge(Writer& out, const Challenge& challenge) {
  out.BeginObject().Member("name", challenge.name);
  out.Key("restarted").Boolean(challenge.restarted);
  out.OptionalMember("deliveryMedium", challenge.delivery_medium).OptionalMember("deliveryDestination", challenge.delivery_destination);
  out.OptionalMember("friendlyDeviceName", challenge.friendly_device_name);
  if (challenge.kind == ChallengeKind::kSelectMfaType) WriteList(out, "choices", challenge.choices);
  if (challenge.kind == ChallengeKind::kNewPasswordRequired) WriteList(out, "requiredAttributes", challenge.required_attributes);
  out.OptionalMember("secretCode", challenge.secret_code.RevealText()).OptionalMember("otpauthUri", challenge.otpauth_uri.RevealText());
  if (challenge.previous_error) WriteError(out.Key("previousError"), *challenge.previous_error);
  out.EndObject();
}

void WriteTokens(Writer& out, const Tokens& tokens) {
  out.BeginObject().Member("accessToken", tokens.access_token.RevealText()).Member("idToken", tokens.id_token.RevealText());
  out.Member("refreshToken", tokens.refresh_token.RevealText()).Member("expiresIn", tokens.expires_in_seconds);
  out.Member("expiresAt", tokens.ExpiresAt()).Member("clockOffset", tokens.clock_offset_ms);
  if (const Device& device = tokens.device; !device.password.empty()) {  // an answer to a refresh has none, whatever it says
    out.Key("device").BeginObject().Member("key", device.key).Member("groupKey", device.group_key);
    out.Member("password", device.password.RevealText()).EndObject();
  }
  out.EndObject();
}

void WritePool(Writer& out, const UserPool& pool) {
  out.BeginObject().Member("userPoolId", pool.user_pool_id).Member("clientId", pool.client_id).Member("endpoint", pool.endpoint);
  out.EndObject();
}

void WriteOutcome(Writer& out, const Outcome& outcome) {
  if (const auto* tokens = std::get_if<Tokens>(&outcome)) {
    WriteTokens(out.Key("tokens"), *tokens);
  } else if (const auto* session = std::get_if<HostSession>(&outcome)) {
    out.Member("sessionToken", session->token.RevealText());
  } else if (const auto* pool = std::get_if<UserPool>(&outcome)) {
    WritePool(out.Key("pool"), *pool);
  }
  // A HostReply's body is handed over as it came, beside this (FlowHandle::Body).
}

}  // namespace

SecretBytes ToJson(const Error& error) {
  Writer out;
  WriteError(out.BeginObject().Key("error"), error);
  out.EndObject();
  return out.Take();
}

SecretBytes ToJson(const Step& step) {
  Writer out;
  out.BeginObject();
  if (std::holds_alternative<SendRequest>(step)) {
    out.Member("type", "send");
  } else if (const auto* wait = std::get_if<Wait>(&step)) {
    out.Member("type", "wait").Member("milliseconds", wait->milliseconds);
  } else if (const auto* ask = std::get_if<AskUser>(&step)) {
    WriteChallenge(out.Member("type", "ask").Key("challenge"), *ask->challenge);
  } else if (const auto* done = std::get_if<Done>(&step)) {
    WriteOutcome(out.Member("type", "done"), *done->outcome);
  }
  out.EndObject();
  return out.Take();
}

SecretBytes ToJson(const UserPool& pool) {
  Writer out;
  WritePool(out, pool);
  return out.Take();
}

SecretBytes ToJson(const UnverifiedClaims& claims) {
  Writer out;
  out.BeginObject().Member("header", claims.header_json).Member("payload", claims.payload_json);
  out.Member("expiresAtSeconds", claims.expires_at_seconds).EndObject();
  return out.Take();
}

SecretBytes ToJson(const HttpRequest& request) {
  Writer out;
  out.BeginObject().Member("method", request.method).Member("url", request.url).Key("headers").BeginObject();
  for (const HttpHeader& header : request.headers) out.Member(header.name, header.value.RevealText());
  out.EndObject().EndObject();
  return out.Take();
}

}  // namespace fmid::bindings
