#include "flow/single_request_flow.h"

namespace fmid {

Result<Step> Flow::OnAnswer(Answer /*answer*/) { return Fail(ErrorCode::kCallOutOfOrder, "onAnswer"); }

Done Flow::FinishWith(Outcome outcome) {
  outcome_ = std::move(outcome);
  return {&outcome_};
}

Result<Step> SingleRequestFlow::Start(UnixMillis /*now*/) {
  if (started_) return Fail(ErrorCode::kCallOutOfOrder, "start");
  started_ = true;
  return exchange_.Send(std::move(request_));
}

Result<Step> SingleRequestFlow::OnResponse(const HttpResponse& response, UnixMillis now) {
  if (!exchange_.IsInFlight()) return Fail(ErrorCode::kCallOutOfOrder, "onResponse");
  Result<Outcome> outcome = reader_(response, now);
  if (!outcome && answer_lost_ && means_done_ != nullptr && means_done_(outcome.error())) outcome = Outcome{Nothing{}};
  if (!outcome && IsAnswerLost(outcome.error())) answer_lost_ = true;
  if (!outcome && repeat_ == Repeat::kAfterPassingFault) {
    if (auto wait = exchange_.Retry(outcome.error())) return *std::move(wait);
  }
  exchange_.Finish();
  finished_ = true;
  if (!outcome) return Fail(std::move(outcome.error()));
  return FinishWith(*std::move(outcome));
}

}  // namespace fmid
