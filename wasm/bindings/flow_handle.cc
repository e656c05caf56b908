#include "bindings/flow_handle.h"

#include <utility>

#include "bindings/to_json.h"
#include "fmid/filemaker.h"
#include "fmid/sign_in.h"
#include "fmid/token_flows.h"

namespace fmid::bindings {

UnixMillis ToMillis(double time) { return static_cast<UnixMillis>(time); }

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
    const std::string endpoint = Text();
    return UserPool::Create(user_pool_id, client_id, endpoint, Secret());
  }
  [[nodiscard]] Result<HostTarget> Target() {
    const std::string api = Text();
    const std::string address = Text();
    const std::string database = Text();
    return HostTarget::Create(api.starts_with('o') ? HostApi::kOData : api.starts_with('a') ? HostApi::kAdmin : HostApi::kData, address, database, Text());
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
    if (auto* reply = std::get_if<HostReply>(done->outcome)) body_ = std::move(reply->body);
  }
}

void FlowHandle::Open(Operation operation, double now) {
  Result<std::unique_ptr<Flow>> flow = MakeFlow(operation);
  if (!flow) return GiveError(flow.error());
  flow_ = *std::move(flow);
  Give(flow_->Start(ToMillis(now)));
}

Result<std::unique_ptr<Flow>> FlowHandle::MakeFlow(Operation operation) {
  Arguments arguments = TakeArguments();
  if (operation == Operation::kDiscover) return fmid::Discover(arguments.Text(), random_);
  if (operation < Operation::kDiscover) {
    const Result<UserPool> pool = arguments.Pool();
    if (!pool) return Fail(pool.error());
    return MakePoolFlow(operation, *pool, arguments);
  }
  const Result<HostTarget> target = arguments.Target();
  if (!target) return Fail(target.error());
  return MakeHostFlow(operation, *target, arguments);
}

Result<std::unique_ptr<Flow>> FlowHandle::MakePoolFlow(Operation operation, const UserPool& pool, Arguments& arguments) {
  if (operation == Operation::kSignIn) {
    const std::string username = arguments.Text();
    SecretBytes password = arguments.Secret();
    Device device;
    device.key = arguments.Text();
    device.group_key = arguments.Text();
    device.password = arguments.Secret();
    return fmid::SignIn(pool, username, std::move(password), random_, std::move(device));
  }
  SecretBytes token = arguments.Secret();
  if (operation == Operation::kRefresh) return fmid::Refresh(pool, std::move(token), arguments.Text(), random_);
  if (operation == Operation::kRevoke) return fmid::Revoke(pool, std::move(token), random_);
  return fmid::GlobalSignOut(pool, std::move(token), random_);
}

Result<std::unique_ptr<Flow>> FlowHandle::MakeHostFlow(Operation operation, const HostTarget& target, Arguments& arguments) {
  SecretBytes token = arguments.Secret();
  if (operation == Operation::kCloseSession) return CloseHostSession(target, std::move(token), random_);
  if (operation == Operation::kCall) {
    HostCall call;
    call.method = arguments.Text();
    call.path = arguments.Text();
    call.content_type = arguments.Text();
    call.body = arguments.Secret();
    return CallHost(target, std::move(token), std::move(call), random_);
  }
  std::vector<DataSource> sources;
  while (arguments.HasMore()) {
    DataSource& source = sources.emplace_back();
    source.database = arguments.Text();
    source.username = arguments.Text();
    source.password = arguments.Secret();
  }
  return OpenHostSession(target, std::move(token), std::move(sources), random_);
}

void FlowHandle::CheckPool() {
  const Result<UserPool> pool = TakeArguments().Pool();
  output_ = pool ? ToJson(*pool) : ToJson(pool.error());
}

void FlowHandle::DecodeUnverified() {
  const Result<UnverifiedClaims> claims = UnverifiedClaims::Decode(TakeArguments().Secret().RevealText());
  output_ = claims ? ToJson(*claims) : ToJson(claims.error());
}

void FlowHandle::DescribeRequest() {
  if (request_ == nullptr) return GiveError({ErrorCode::kCallOutOfOrder, "request"});
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

void FlowHandle::Resume(double sent_at, double now) {
  HttpResponse response = std::exchange(response_, {});
  response.sent_at = ToMillis(sent_at);
  body_.Clear();
  if (!flow_) return GiveError({ErrorCode::kCallOutOfOrder, "resume"});
  Give(flow_->OnResponse(response, ToMillis(now)));
}

void FlowHandle::WaitOver() {
  if (!flow_) return GiveError({ErrorCode::kCallOutOfOrder, "waitOver"});
  Give(flow_->OnWaitOver());
}

void FlowHandle::Answer() {
  Arguments arguments = TakeArguments();
  if (!flow_) return GiveError({ErrorCode::kCallOutOfOrder, "answer"});
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
