#include "bindings/flow_handle.h"

#include <utility>

#include "bindings/convert.h"
#include "flow/transport_error.h"

namespace fmid::bindings {

val FlowHandle::Give(Result<Step> step) {
  const auto* send = step ? std::get_if<SendRequest>(&*step) : nullptr;
  request_ = send == nullptr ? nullptr : send->request;
  return ToJs(step);
}

val FlowHandle::Open(Operation& operation, const val& options, double now) {
  Result<std::unique_ptr<Flow>> flow = operation(options, random_);
  if (!flow) return ToJs(flow.error());
  flow_ = *std::move(flow);
  return Give(flow_->Start(ToMillis(now)));
}

template <class Call>
val FlowHandle::Go(Call call) {
  return flow_ ? Give(call(*flow_)) : ToJs(Error(ErrorCode::kCallOutOfOrder));
}

val FlowHandle::Request() {
  return request_ == nullptr ? ToJs(Error(ErrorCode::kCallOutOfOrder, "request")) : ToJs(*request_);
}

val FlowHandle::Resume(val response, double now) {
  return Go([&](Flow& flow) { return flow.OnResponse(ToResponse(response), ToMillis(now)); });
}

val FlowHandle::Fetch(val url, val done) {
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
