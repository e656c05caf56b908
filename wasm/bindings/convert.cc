#include "convert.h"

#include <string>

namespace fmid::bindings {

using emscripten::typed_memory_view;
using emscripten::val;

namespace {

val ToText(const SecretBytes& secret) { return val(std::string(secret.RevealText())); }

void SetText(val& object, const char* key, const std::string& text) {
  if (!text.empty()) object.set(key, text);
}

val ToArray(const std::vector<std::string>& list) {
  val array = val::array();
  for (const std::string& item : list) array.call<void>("push", item);
  return array;
}

val ErrorObject(const Error& error) {
  val object = val::object();
  object.set("code", std::string(CodeText(error.code)));
  object.set("kind", std::string(KindText(KindOf(error.code))));
  SetText(object, "detail", error.detail);
  SetText(object, "serviceError", error.service_error);
  SetText(object, "serviceMessage", error.service_message);
  SetText(object, "fileMakerCode", error.filemaker_code);
  if (error.http_status != 0) object.set("httpStatus", error.http_status);
  return object;
}

val ChallengeObject(const Challenge& challenge) {
  val object = val::object();
  object.set("name", challenge.name);
  object.set("restarted", challenge.restarted);
  SetText(object, "deliveryMedium", challenge.delivery_medium);
  SetText(object, "deliveryDestination", challenge.delivery_destination);
  SetText(object, "friendlyDeviceName", challenge.friendly_device_name);
  if (challenge.kind == ChallengeKind::kSelectMfaType) object.set("choices", ToArray(challenge.choices));
  if (challenge.kind == ChallengeKind::kNewPasswordRequired) object.set("requiredAttributes", ToArray(challenge.required_attributes));
  if (challenge.kind == ChallengeKind::kMfaSetup) {
    object.set("secretCode", ToText(challenge.secret_code));
    object.set("otpauthUri", ToText(challenge.otpauth_uri));
  }
  if (challenge.previous_error) object.set("previousError", ErrorObject(*challenge.previous_error));
  return object;
}

val TokensObject(const Tokens& tokens) {
  val object = val::object();
  object.set("accessToken", ToText(tokens.access_token));
  object.set("idToken", ToText(tokens.id_token));
  object.set("refreshToken", ToText(tokens.refresh_token));
  object.set("expiresIn", static_cast<double>(tokens.expires_in_seconds));
  object.set("expiresAt", static_cast<double>(tokens.ExpiresAt()));
  object.set("clockOffset", static_cast<double>(tokens.clock_offset_ms));
  SetText(object, "deviceKey", tokens.device_key);
  return object;
}

val ReplyObject(const DataApiReply& reply) {
  val object = val::object();
  object.set("httpStatus", reply.http_status);
  object.set("text", ToText(reply.body));
  return object;
}

struct OutcomeToJs {
  val& step;
  void operator()(const Nothing& /*nothing*/) const {}
  void operator()(const Tokens& tokens) const { step.set("tokens", TokensObject(tokens)); }
  void operator()(const DataApiSession& session) const { step.set("sessionToken", ToText(session.token)); }
  void operator()(const DataApiReply& reply) const { step.set("reply", ReplyObject(reply)); }
  void operator()(const UserPool& pool) const { step.set("pool", ToJs(pool)); }
};

struct StepToJs {
  val& step;
  void operator()(const SendRequest& /*send*/) const { step.set("type", "send"); }
  void operator()(const Wait& wait) const {
    step.set("type", "wait");
    step.set("milliseconds", wait.milliseconds);
  }
  void operator()(const AskUser& ask) const {
    step.set("type", "ask");
    step.set("challenge", ChallengeObject(*ask.challenge));
  }
  void operator()(const Done& done) const {
    step.set("type", "done");
    std::visit(OutcomeToJs{step}, done.outcome);
  }
};

}  // namespace

val ToJs(const Error& error) {
  val object = val::object();
  object.set("error", ErrorObject(error));
  return object;
}

val ToJs(const Result<Step>& step) {
  if (!step) return ToJs(step.error());
  val object = val::object();
  std::visit(StepToJs{object}, *step);
  return object;
}

val ToJs(const UserPool& pool) {
  val object = val::object();
  object.set("userPoolId", pool.user_pool_id);
  object.set("clientId", pool.client_id);
  object.set("endpoint", pool.endpoint);
  return object;
}

val ToJs(const Result<UnverifiedClaims>& claims) {
  if (!claims) return ToJs(claims.error());
  val object = val::object();
  object.set("header", claims->header_json);
  object.set("payload", claims->payload_json);
  object.set("expiresAtSeconds", static_cast<double>(claims->expires_at_seconds));
  return object;
}

val ToJs(const HttpRequest& request) {
  val object = val::object();
  object.set("method", request.method);
  object.set("url", request.url);
  val headers = val::object();
  for (const HttpHeader& header : request.headers) headers.set(header.name, ToText(header.value));
  object.set("headers", headers);
  if (!request.body.empty()) {
    const val view(typed_memory_view(request.body.size(), request.body.Reveal().data()));
    object.set("body", view.call<val>("slice"));
  }
  return object;
}

std::string TextOf(const val& object, const char* key) {
  const val member = object[key];
  return member.isString() ? member.as<std::string>() : std::string();
}

Result<UserPool> ToUserPool(const val& pool) {
  return UserPool::Create(TextOf(pool, "userPoolId"), TextOf(pool, "clientId"), TextOf(pool, "endpoint"));
}

TransportFailure ToTransportFailure(std::string_view name) {
  if (name == "offline") return TransportFailure::kOffline;
  if (name == "cors_refused") return TransportFailure::kCorsRefused;
  if (name == "timeout") return TransportFailure::kTimeout;
  if (name == "aborted") return TransportFailure::kAborted;
  if (name == "response_too_large") return TransportFailure::kTooLarge;
  return TransportFailure::kNetwork;
}

}  // namespace fmid::bindings
