#include "bindings/flow_handle.h"

#include <utility>

#include "bindings/convert.h"
#include "bindings/functions.h"
#include "flow/transport_error.h"
#include "fmid/filemaker.h"
#include "fmid/sign_in.h"
#include "fmid/token_flows.h"

namespace fmid::bindings {

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

template <class Call>
val FlowHandle::Go(Call call) {
  return flow_ ? Give(call(*flow_)) : ToJs(Error(ErrorCode::kCallOutOfOrder));
}

val FlowHandle::SignIn(val options, double now) {
  const Result<UserPool> pool = PoolOf(options);
  if (!pool) return ToJs(pool.error());
  return Begin(fmid::SignIn(*pool, Text(options, "username"), Secret(options, "password"), random_, ModulePrecomputation(),
                            ToDevice(options["device"])),
               now);
}

val FlowHandle::Refresh(val options, double now) {
  const Result<UserPool> pool = PoolOf(options);
  if (!pool) return ToJs(pool.error());
  return Begin(fmid::Refresh(*pool, Secret(options, "refreshToken"), Text(options, "deviceKey"), random_), now);
}

val FlowHandle::Revoke(val options, double now) {
  const Result<UserPool> pool = PoolOf(options);
  if (!pool) return ToJs(pool.error());
  return Begin(fmid::Revoke(*pool, Secret(options, "refreshToken"), random_), now);
}

val FlowHandle::GlobalSignOut(val options, double now) {
  const Result<UserPool> pool = PoolOf(options);
  if (!pool) return ToJs(pool.error());
  return Begin(fmid::GlobalSignOut(*pool, Secret(options, "accessToken"), random_), now);
}

val FlowHandle::Discover(val options, double now) { return Begin(fmid::Discover(Text(options, "url"), random_), now); }

val FlowHandle::OpenSession(val options, double now) {
  const Result<HostTarget> target = TargetOf(options);
  if (!target) return ToJs(target.error());
  return Begin(OpenHostSession(*target, Secret(options, "idToken"), ToSources(options["dataSources"]), random_), now);
}

val FlowHandle::Call(val options, double now) {
  const Result<HostTarget> target = TargetOf(options);
  if (!target) return ToJs(target.error());
  return Begin(CallHost(*target, Secret(options, "token"), ToCall(options), random_), now);
}

val FlowHandle::CloseSession(val options, double now) {
  const Result<HostTarget> target = TargetOf(options);
  if (!target) return ToJs(target.error());
  return Begin(CloseHostSession(*target, Secret(options, "token"), random_), now);
}

val FlowHandle::Request() const {
  return request_ == nullptr ? ToJs(Error(ErrorCode::kCallOutOfOrder, "request")) : ToJs(*request_);
}

val FlowHandle::Resume(val response, double now) {
  return Go([&](Flow& flow) { return flow.OnResponse(ToResponse(response), ToMillis(now)); });
}

val FlowHandle::Fetch(const std::string& url, val done) {
  if (request_ == nullptr) {
    done(ToJs(HttpResponse{.failure = TransportFailure::kNetwork}));
    return val::undefined();
  }
  done_ = done;
  transport_.Send(*request_, url, kMaxCognitoReply, {&FlowHandle::OnFetched, this});
  return transport_.Request();
}

void FlowHandle::OnFetched(void* self, HttpResponse response) {
  auto* flow = static_cast<FlowHandle*>(self);
  flow->fetched_ = std::move(response);
  flow->done_(ToJs(flow->fetched_));
}

void FlowHandle::AbortFetch() { transport_.Abort(); }

val FlowHandle::ResumeFetched(double sent_at, double now) {
  HttpResponse response = std::exchange(fetched_, {});
  response.sent_at = ToMillis(sent_at);
  return Go([&](Flow& flow) { return flow.OnResponse(response, ToMillis(now)); });
}

val FlowHandle::WaitOver() {
  return Go([](Flow& flow) { return flow.OnWaitOver(); });
}

val FlowHandle::Answer(val answer) {
  return Go([&](Flow& flow) { return flow.OnAnswer(ToAnswer(answer)); });
}

}  // namespace fmid::bindings
