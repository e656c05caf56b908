#include "flow_handle.h"

#include <utility>

#include "convert.h"
#include "fmid/data_api.h"
#include "fmid/sign_in.h"
#include "fmid/token_flows.h"

namespace fmid::bindings {

using emscripten::val;

namespace {

UnixMillis ToMillis(double now) { return static_cast<UnixMillis>(now); }

Result<DataApiTarget> ToTarget(const val& target) {
  return DataApiTarget::Create(TextOf(target, "address"), TextOf(target, "database"), TextOf(target, "version"));
}

}  // namespace

val FlowHandle::Give(Result<Step> step) {
  const auto* send = step ? std::get_if<SendRequest>(&*step) : nullptr;
  request_ = send == nullptr ? nullptr : send->request;
  return ToJs(step);
}

val FlowHandle::Begin(Result<std::unique_ptr<Flow>> flow, double now) {
  if (!flow) return ToJs(flow.error());
  flow_ = *std::move(flow);
  return Give(flow_->Start(ToMillis(now)));
}

val FlowHandle::SignIn(val pool, const std::string& username, SecretBuffer& password, double now) {
  const Result<UserPool> user_pool = ToUserPool(pool);
  if (!user_pool) return ToJs(user_pool.error());
  return Begin(fmid::SignIn(*user_pool, username, password.Take(), random_), now);
}

val FlowHandle::Refresh(val pool, SecretBuffer& refresh_token, const std::string& device_key, double now) {
  const Result<UserPool> user_pool = ToUserPool(pool);
  if (!user_pool) return ToJs(user_pool.error());
  return Begin(fmid::Refresh(*user_pool, refresh_token.Take(), device_key, random_), now);
}

val FlowHandle::Revoke(val pool, SecretBuffer& refresh_token, double now) {
  const Result<UserPool> user_pool = ToUserPool(pool);
  if (!user_pool) return ToJs(user_pool.error());
  return Begin(fmid::Revoke(*user_pool, refresh_token.Take(), random_), now);
}

val FlowHandle::GlobalSignOut(val pool, SecretBuffer& access_token, double now) {
  const Result<UserPool> user_pool = ToUserPool(pool);
  if (!user_pool) return ToJs(user_pool.error());
  return Begin(fmid::GlobalSignOut(*user_pool, access_token.Take(), random_), now);
}

val FlowHandle::Discover(const std::string& url, double now) { return Begin(fmid::Discover(url, random_), now); }

void FlowHandle::AddDataSource(const std::string& database, const std::string& username, SecretBuffer& password) {
  data_sources_.push_back({database, username, password.Take()});
}

val FlowHandle::OpenSession(val target, SecretBuffer& id_token, double now) {
  const Result<DataApiTarget> data_api_target = ToTarget(target);
  if (!data_api_target) return ToJs(data_api_target.error());
  return Begin(OpenDataApiSession(*data_api_target, id_token.Take(), std::move(data_sources_), random_), now);
}

val FlowHandle::Call(val target, SecretBuffer& token, const std::string& method, const std::string& path, SecretBuffer& body,
                     double now) {
  const Result<DataApiTarget> data_api_target = ToTarget(target);
  if (!data_api_target) return ToJs(data_api_target.error());
  return Begin(CallDataApi(*data_api_target, token.Take(), method, path, body.Take(), random_), now);
}

val FlowHandle::CloseSession(val target, SecretBuffer& token, double now) {
  const Result<DataApiTarget> data_api_target = ToTarget(target);
  if (!data_api_target) return ToJs(data_api_target.error());
  return Begin(CloseDataApiSession(*data_api_target, token.Take(), random_), now);
}

void FlowHandle::Fetch(std::uint32_t timeout_ms, val done) {
  if (request_ == nullptr) return;
  transport_.Send(*request_, timeout_ms, [this, done](HttpResponse response) {
    response_ = std::move(response);
    done();
  });
}

val FlowHandle::Request() const { return request_ == nullptr ? val::undefined() : ToJs(*request_); }

void FlowHandle::SetResponse(int status, val headers, SecretBuffer& body) {
  response_ = {.status = status, .headers = {}, .body = body.Take()};
  const auto count = headers["length"].as<unsigned>();
  for (unsigned i = 0; i < count; ++i) {
    const val header = headers[i];
    response_.headers.push_back({header[0].as<std::string>(), SecretBytes(header[1].as<std::string>())});
  }
}

void FlowHandle::SetFailure(const std::string& code) {
  response_ = {};
  response_.failure = ToTransportFailure(code);
}

std::string FlowHandle::Failure() const {
  switch (response_.failure) {
    case TransportFailure::kNone: return "";
    case TransportFailure::kTimeout: return "timeout";
    default: return "network_failed";
  }
}

val FlowHandle::Resume(double now) {
  const HttpResponse response = std::exchange(response_, {});
  if (!flow_) return ToJs(Error{.code = ErrorCode::kCallOutOfOrder, .detail = "resume"});
  return Give(flow_->OnResponse(response, ToMillis(now)));
}

val FlowHandle::WaitOver() {
  if (!flow_) return ToJs(Error{.code = ErrorCode::kCallOutOfOrder, .detail = "waitOver"});
  return Give(flow_->OnWaitOver());
}

val FlowHandle::Answer(val answer, SecretBuffer& code, SecretBuffer& new_password) {
  if (!flow_) return ToJs(Error{.code = ErrorCode::kCallOutOfOrder, .detail = "answer"});
  fmid::Answer given{.code = code.Take(),
                     .choice = TextOf(answer, "choice"),
                     .new_password = new_password.Take(),
                     .attributes = {},
                     .device_name = TextOf(answer, "deviceName")};
  const val attributes = answer["attributes"];
  const auto count = attributes["length"].as<unsigned>();
  for (unsigned i = 0; i < count; ++i) {
    const val attribute = attributes[i];
    given.attributes.emplace_back(attribute[0].as<std::string>(), attribute[1].as<std::string>());
  }
  return Give(flow_->OnAnswer(std::move(given)));
}

}  // namespace fmid::bindings
