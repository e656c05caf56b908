#include "bindings/flow_handle.h"

#include <utility>

#include "bindings/to_json.h"
#include "fmid/data_api.h"
#include "fmid/sign_in.h"
#include "fmid/token_flows.h"

namespace fmid::bindings {

namespace {

UnixMillis ToMillis(double now) { return static_cast<UnixMillis>(now); }

}  // namespace

// The arguments of one call in their order; what was not given is empty.
class FlowHandle::Arguments {
 public:
  explicit Arguments(std::vector<SecretBytes> values) : values_(std::move(values)) {}

  [[nodiscard]] bool HasMore() const { return next_ < values_.size(); }
  [[nodiscard]] SecretBytes Secret() { return HasMore() ? std::move(values_[next_++]) : SecretBytes(); }
  // For what is no secret.
  [[nodiscard]] std::string Text() { return std::string(Secret().RevealText()); }

  [[nodiscard]] Result<UserPool> Pool() {
    const std::string user_pool_id = Text();
    const std::string client_id = Text();
    return UserPool::Create(user_pool_id, client_id, Text());
  }
  [[nodiscard]] Result<DataApiTarget> Target() {
    const std::string address = Text();
    const std::string database = Text();
    return DataApiTarget::Create(address, database, Text());
  }

 private:
  std::vector<SecretBytes> values_;
  std::size_t next_ = 0;
};

std::uint8_t* FlowHandle::AddArgument(std::size_t size) {
  arguments_.emplace_back();
  arguments_.back().Resize(size);
  return arguments_.back().MutableView().data();
}

FlowHandle::Arguments FlowHandle::TakeArguments() { return Arguments(std::exchange(arguments_, {})); }

void FlowHandle::GiveError(const Error& error) {
  request_ = nullptr;
  output_ = ToJson(error);
}

void FlowHandle::Give(Result<Step> step) {
  if (!step) return GiveError(step.error());
  const auto* send = std::get_if<SendRequest>(&*step);
  request_ = send == nullptr ? nullptr : send->request;
  output_ = ToJson(*step);
  if (auto* done = std::get_if<Done>(&*step)) {
    if (auto* reply = std::get_if<DataApiReply>(&done->outcome)) body_ = std::move(reply->body);
  }
}

void FlowHandle::Begin(Result<std::unique_ptr<Flow>> flow, double now) {
  if (!flow) return GiveError(flow.error());
  flow_ = *std::move(flow);
  Give(flow_->Start(ToMillis(now)));
}

void FlowHandle::SignIn(double now) {
  Arguments arguments = TakeArguments();
  const auto open = [&](const UserPool& pool) {
    const std::string username = arguments.Text();
    return fmid::SignIn(pool, username, arguments.Secret(), random_);
  };
  Begin(arguments.Pool().and_then(open), now);
}

void FlowHandle::Refresh(double now) {
  Arguments arguments = TakeArguments();
  const auto open = [&](const UserPool& pool) {
    SecretBytes refresh_token = arguments.Secret();
    return fmid::Refresh(pool, std::move(refresh_token), arguments.Text(), random_);
  };
  Begin(arguments.Pool().and_then(open), now);
}

void FlowHandle::Revoke(double now) {
  Arguments arguments = TakeArguments();
  const auto open = [&](const UserPool& pool) { return fmid::Revoke(pool, arguments.Secret(), random_); };
  Begin(arguments.Pool().and_then(open), now);
}

void FlowHandle::GlobalSignOut(double now) {
  Arguments arguments = TakeArguments();
  const auto open = [&](const UserPool& pool) { return fmid::GlobalSignOut(pool, arguments.Secret(), random_); };
  Begin(arguments.Pool().and_then(open), now);
}

void FlowHandle::Discover(double now) { Begin(fmid::Discover(TakeArguments().Text(), random_), now); }

void FlowHandle::OpenSession(double now) {
  Arguments arguments = TakeArguments();
  const auto open = [&](const DataApiTarget& target) {
    SecretBytes id_token = arguments.Secret();
    std::vector<DataSource> sources;
    while (arguments.HasMore()) {
      DataSource& source = sources.emplace_back();
      source.database = arguments.Text();
      source.username = arguments.Text();
      source.password = arguments.Secret();
    }
    return OpenDataApiSession(target, std::move(id_token), std::move(sources), random_);
  };
  Begin(arguments.Target().and_then(open), now);
}

void FlowHandle::Call(double now) {
  Arguments arguments = TakeArguments();
  const auto open = [&](const DataApiTarget& target) {
    SecretBytes token = arguments.Secret();
    const std::string method = arguments.Text();
    const std::string path = arguments.Text();
    return CallDataApi(target, std::move(token), method, path, arguments.Secret(), random_);
  };
  Begin(arguments.Target().and_then(open), now);
}

void FlowHandle::CloseSession(double now) {
  Arguments arguments = TakeArguments();
  const auto open = [&](const DataApiTarget& target) { return CloseDataApiSession(target, arguments.Secret(), random_); };
  Begin(arguments.Target().and_then(open), now);
}

void FlowHandle::CheckPool() {
  const Result<UserPool> pool = TakeArguments().Pool();
  output_ = pool ? ToJson(*pool) : ToJson(pool.error());
}

void FlowHandle::DecodeUnverified() {
  const Result<UnverifiedClaims> claims = UnverifiedClaims::Decode(TakeArguments().Secret().RevealText());
  output_ = claims ? ToJson(*claims) : ToJson(claims.error());
}

void FlowHandle::Fetch(std::uint32_t timeout_ms, void (*done)(FlowHandle*)) {
  if (request_ == nullptr) return;
  transport_.Send(*request_, timeout_ms, [this, done](HttpResponse response) {
    response_ = std::move(response);
    done(this);
  });
}

void FlowHandle::DescribeRequest() {
  if (request_ == nullptr) return GiveError({.code = ErrorCode::kCallOutOfOrder, .detail = "request"});
  output_ = ToJson(*request_);
  body_ = request_->body.Clone();
}

void FlowHandle::SetResponse(int status) {
  Arguments arguments = TakeArguments();
  response_ = {.status = status, .headers = {}, .body = arguments.Secret()};
  while (arguments.HasMore()) {
    HttpHeader& header = response_.headers.emplace_back();
    header.name = arguments.Text();
    header.value = arguments.Secret();
  }
}

void FlowHandle::SetFailure(TransportFailure failure) {
  response_ = {};
  response_.failure = failure;
}

void FlowHandle::Resume(double now) {
  const HttpResponse response = std::exchange(response_, {});
  body_.Clear();
  if (!flow_) return GiveError({.code = ErrorCode::kCallOutOfOrder, .detail = "resume"});
  Give(flow_->OnResponse(response, ToMillis(now)));
}

void FlowHandle::WaitOver() {
  if (!flow_) return GiveError({.code = ErrorCode::kCallOutOfOrder, .detail = "waitOver"});
  Give(flow_->OnWaitOver());
}

void FlowHandle::Answer() {
  Arguments arguments = TakeArguments();
  if (!flow_) return GiveError({.code = ErrorCode::kCallOutOfOrder, .detail = "answer"});
  fmid::Answer answer;
  answer.code = arguments.Secret();
  answer.new_password = arguments.Secret();
  answer.choice = arguments.Text();
  answer.device_name = arguments.Text();
  while (arguments.HasMore()) {
    auto& [name, value] = answer.attributes.emplace_back();
    name = arguments.Text();
    value = arguments.Text();
  }
  Give(flow_->OnAnswer(std::move(answer)));
}

}  // namespace fmid::bindings
