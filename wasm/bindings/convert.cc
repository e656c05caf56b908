#include "bindings/convert.h"

#include <cmath>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <variant>

#include "bindings/names.h"

namespace fmid::bindings {
namespace {

constexpr std::array kApis = {Name<HostApi>{"data", HostApi::kData}, Name<HostApi>{"odata", HostApi::kOData},
                              Name<HostApi>{"admin", HostApi::kAdmin}};
constexpr std::array kFailures = {Name<TransportFailure>{"", TransportFailure::kNone},
                                  Name<TransportFailure>{"network_failed", TransportFailure::kNetwork},
                                  Name<TransportFailure>{"offline", TransportFailure::kOffline},
                                  Name<TransportFailure>{"cors_refused", TransportFailure::kCorsRefused},
                                  Name<TransportFailure>{"timeout", TransportFailure::kTimeout},
                                  Name<TransportFailure>{"aborted", TransportFailure::kAborted},
                                  Name<TransportFailure>{"response_too_large", TransportFailure::kTooLarge}};

// Members that are flags, of what goes in and what comes out.
template <class Object>
using Flag = std::pair<const char*, bool Object::*>;
constexpr std::array kAttemptFlags = {Flag<Attempt>{"sessionRenewed", &Attempt::session_renewed},
                                      Flag<Attempt>{"idTokenDoubted", &Attempt::id_token_doubted},
                                      Flag<Attempt>{"refreshed", &Attempt::refreshed},
                                      Flag<Attempt>{"refreshFailed", &Attempt::refresh_failed}};
constexpr std::array kVerdictFlags = {Flag<Verdict>{"again", &Verdict::again}, Flag<Verdict>{"dropSession", &Verdict::drop_session},
                                      Flag<Verdict>{"dropRefreshToken", &Verdict::drop_refresh_token}};

val View(std::span<const std::uint8_t> bytes) { return val(emscripten::typed_memory_view(bytes.size(), bytes.data())); }

// Each conversion is a function of its own, so that a member costs a call and not the code of Embind's template.
void Set(val& object, const char* key, const val& value) { object.set(key, value); }
void Set(val& object, const char* key, std::string_view text) { Set(object, key, ToJs(text)); }
void Set(val& object, const char* key, double number) { Set(object, key, val(number)); }

void SetUnlessEmpty(val& object, const char* key, std::string_view text) {
  if (!text.empty()) Set(object, key, text);
}

template <class Flags, class Object>
void SetFlags(val& js, const Flags& flags, const Object& object) {
  for (const auto& [key, flag] : flags) Set(js, key, val(object.*flag));
}

double Number(const val& object, const char* key) { return object[key].as<double>(); }

val ToList(const std::vector<std::string>& list) {
  val array = val::array();
  for (const std::string& item : list) array.call<void>("push", ToJs(item));
  return array;
}

template <class Convert>
auto FromList(const val& list, Convert convert) {
  std::vector<decltype(convert(list))> out;
  if (!list.isArray()) return out;
  const auto count = static_cast<std::uint32_t>(Number(list, "length"));
  out.reserve(count);
  for (std::uint32_t i = 0; i < count; ++i) out.push_back(convert(list[i]));
  return out;
}

val ErrorObject(const Error& error) {
  val object = val::object();
  Set(object, "code", CodeText(error.code));
  Set(object, "kind", KindText(KindOf(error.code)));
  SetUnlessEmpty(object, "detail", error.detail);
  SetUnlessEmpty(object, "serviceError", error.service_error);
  SetUnlessEmpty(object, "serviceMessage", error.service_message);
  SetUnlessEmpty(object, "fileMakerCode", error.filemaker_code);
  if (error.http_status != 0) Set(object, "httpStatus", error.http_status);
  if (error.retry_after_ms != 0) Set(object, "retryAfterMs", error.retry_after_ms);
  return object;
}

val ChallengeObject(const Challenge& challenge) {
  val object = val::object();
  Set(object, "name", challenge.name);
  Set(object, "restarted", val(challenge.restarted));
  SetUnlessEmpty(object, "deliveryMedium", challenge.delivery_medium);
  SetUnlessEmpty(object, "deliveryDestination", challenge.delivery_destination);
  SetUnlessEmpty(object, "friendlyDeviceName", challenge.friendly_device_name);
  if (challenge.kind == ChallengeKind::kSelectMfaType) Set(object, "choices", ToList(challenge.choices));
  if (challenge.kind == ChallengeKind::kNewPasswordRequired) Set(object, "requiredAttributes", ToList(challenge.required_attributes));
  if (challenge.kind == ChallengeKind::kMfaSetup) {
    Set(object, "secretCode", ToJs(challenge.secret_code));
    Set(object, "otpauthUri", ToJs(challenge.otpauth_uri));
  }
  if (challenge.previous_error) Set(object, "previousError", ErrorObject(*challenge.previous_error));
  return object;
}

val PoolObject(const UserPool& pool) {
  val object = val::object();
  Set(object, "userPoolId", pool.user_pool_id);
  Set(object, "clientId", pool.client_id);
  Set(object, "endpoint", pool.endpoint);
  return object;
}

val TokensObject(const Tokens& tokens) {
  val object = val::object();
  Set(object, "accessToken", ToJs(tokens.access_token));
  Set(object, "idToken", ToJs(tokens.id_token));
  Set(object, "refreshToken", ToJs(tokens.refresh_token));
  Set(object, "expiresIn", static_cast<double>(tokens.expires_in_seconds));
  Set(object, "expiresAt", static_cast<double>(tokens.ExpiresAt()));
  Set(object, "clockOffset", static_cast<double>(tokens.clock_offset_ms));
  if (const Device& device = tokens.device; !device.password.empty()) {  // an answer to a refresh has none, whatever it says
    val member = val::object();
    Set(member, "key", device.key);
    Set(member, "groupKey", device.group_key);
    Set(member, "password", ToJs(device.password));
    Set(object, "device", member);
  }
  return object;
}

void SetOutcome(val& object, const Outcome& outcome) {
  if (const auto* tokens = std::get_if<Tokens>(&outcome)) Set(object, "tokens", TokensObject(*tokens));
  if (const auto* session = std::get_if<HostSession>(&outcome)) Set(object, "sessionToken", ToJs(session->token));
  if (const auto* pool = std::get_if<UserPool>(&outcome)) Set(object, "pool", PoolObject(*pool));
}

void SetStep(val& object, const Step& step) {
  if (std::holds_alternative<SendRequest>(step)) {
    Set(object, "type", "send");
  } else if (const auto* wait = std::get_if<Wait>(&step)) {
    Set(object, "type", "wait");
    Set(object, "milliseconds", wait->milliseconds);
  } else if (const auto* ask = std::get_if<AskUser>(&step)) {
    Set(object, "type", "ask");
    Set(object, "challenge", ChallengeObject(*ask->challenge));
  } else if (const auto* done = std::get_if<Done>(&step)) {
    Set(object, "type", "done");
    SetOutcome(object, *done->outcome);
  }
}

}  // namespace

UnixMillis ToMillis(double time) {
  return std::fabs(time) < 0x1p53 ? static_cast<UnixMillis>(time) : 0;  // false for NaN, whose conversion would trap
}

std::string ToText(const val& text) { return text.isString() ? std::string(ToSecret(text).RevealText()) : std::string(); }

SecretBytes ToSecret(const val& text_or_bytes) {
  static const val encoder = val::global("TextEncoder").new_();
  static const val uint8_array = val::global("Uint8Array");
  SecretBytes secret;
  const bool is_text = text_or_bytes.isString();
  if (!is_text && !text_or_bytes.instanceof(uint8_array)) return secret;
  const val bytes = is_text ? encoder.call<val>("encode", text_or_bytes) : text_or_bytes;
  secret.Resize(static_cast<std::size_t>(Number(bytes, "length")));
  View(secret.Reveal()).call<void>("set", bytes);
  if (is_text) bytes.call<void>("fill", 0);  // the encoder's copy; a caller's bytes are the caller's to wipe
  return secret;
}

std::string Text(const val& object, const char* key) { return ToText(object[key]); }
SecretBytes Secret(const val& object, const char* key) { return ToSecret(object[key]); }

Result<UserPool> ToPool(const val& pool) {
  return UserPool::Create(Text(pool, "userPoolId"), Text(pool, "clientId"), Text(pool, "endpoint"), Secret(pool, "clientSecret"));
}

Result<UserPool> PoolOf(const val& options) { return ToPool(options["pool"]); }

Result<HostTarget> TargetOf(const val& options) {
  const val target = options["target"];
  return HostTarget::Create(ValueOf(kApis, Text(target, "api")), Text(target, "address"), Text(target, "database"), Text(target, "version"));
}

Device ToDevice(const val& device) {
  if (device.isUndefined()) return {};
  return {Text(device, "key"), Text(device, "groupKey"), Secret(device, "password")};
}

HostCall ToCall(const val& call) {
  return {Text(call, "method"), Text(call, "path"), Text(call, "contentType"), Secret(call, "body")};
}

std::vector<DataSource> ToSources(const val& sources) {
  return FromList(sources, [](const val& source) {
    return DataSource{Text(source, "database"), Text(source, "username"), Secret(source, "password")};
  });
}

fmid::Answer ToAnswer(const val& answer) {
  fmid::Answer out;
  out.code = Secret(answer, "code");
  out.new_password = Secret(answer, "newPassword");
  out.choice = Text(answer, "choice");
  out.device_name = Text(answer, "deviceName");
  out.attributes = FromList(answer["attributes"], [](const val& attribute) {
    return std::pair(Text(attribute, "name"), Text(attribute, "value"));
  });
  return out;
}

HttpResponse ToResponse(const val& response) {
  HttpResponse out;
  out.sent_at = ToMillis(Number(response, "sentAt"));
  out.failure = ValueOf(kFailures, Text(response, "failure"));
  if (out.failure != TransportFailure::kNone) return out;
  out.status = static_cast<int>(Number(response, "status"));
  out.headers = FromList(response["headers"], [](const val& header) { return HttpHeader{Text(header, "name"), Secret(header, "value")}; });
  out.body = Secret(response, "body");
  return out;
}

Holdings ToHoldings(const val& holdings) {
  return {ToMillis(Number(holdings, "sessionUsedAt")), ToMillis(Number(holdings, "idTokenBeganAt")),
          ToMillis(Number(holdings, "idTokenExpiresAt")), holdings["hasRefreshToken"].isTrue()};
}

Attempt ToAttempt(const val& attempt) {
  Attempt out;
  for (const auto& [key, flag] : kAttemptFlags) out.*flag = attempt[key].isTrue();
  return out;
}

val ToJs(std::string_view text) {
  static const val decoder = val::global("TextDecoder").new_();
  return decoder.call<val>("decode", View({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}));
}

val ToJs(const SecretBytes& secret) { return ToJs(secret.RevealText()); }

val ToJs(const Error& error) {
  val object = val::object();
  Set(object, "error", ErrorObject(error));
  return object;
}

val ToJs(const Result<Step>& step) {
  if (!step) return ToJs(step.error());
  val object = val::object();
  SetStep(object, *step);
  return object;
}

val ToJs(const HttpRequest& request) {
  val object = val::object();
  Set(object, "method", request.method);
  Set(object, "url", request.url);
  val headers = val::object();
  for (const HttpHeader& header : request.headers) Set(headers, header.name.c_str(), ToJs(header.value));
  Set(object, "headers", headers);
  if (!request.body.empty()) Set(object, "body", View(request.body.Reveal()).call<val>("slice"));  // a copy, the caller's to wipe
  return object;
}

val ToJs(const HttpResponse& response) {
  val object = val::object();
  for (const auto& [name, failure] : kFailures) {
    if (failure == response.failure) SetUnlessEmpty(object, "failure", name);
  }
  Set(object, "status", response.status);
  Set(object, "received", static_cast<double>(response.body.size()));
  val headers = val::array();
  for (const HttpHeader& header : response.headers) {
    val pair = val::object();
    Set(pair, "name", header.name);
    Set(pair, "value", ToJs(header.value));
    headers.call<void>("push", pair);
  }
  Set(object, "headers", headers);
  return object;
}

val ToJs(const Result<UserPool>& pool) { return pool ? PoolObject(*pool) : ToJs(pool.error()); }

val ToJs(const Result<UnverifiedClaims>& claims) {
  if (!claims) return ToJs(claims.error());
  val object = val::object();
  Set(object, "header", claims->header_json);
  Set(object, "payload", claims->payload_json);
  Set(object, "expiresAtSeconds", static_cast<double>(claims->expires_at_seconds));
  return object;
}

val ToJs(const Verdict& verdict) {
  val attempt = val::object();
  SetFlags(attempt, kAttemptFlags, verdict.attempt);
  val object = val::object();
  SetFlags(object, kVerdictFlags, verdict);
  Set(object, "attempt", attempt);
  return object;
}

}  // namespace fmid::bindings
