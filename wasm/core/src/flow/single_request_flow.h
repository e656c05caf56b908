// A flow of one request: send it, read the answer. Most of what fmid does besides signing in is this.
#pragma once

#include <cstdint>

#include "flow/exchange.h"

namespace fmid {

class SingleRequestFlow final : public Flow {
 public:
  using Reader = Result<Outcome> (*)(const HttpResponse&, UnixMillis now);
  enum class Repeat : std::uint8_t { kNever, kAfterPassingFault };  // never: what may have happened must not happen twice

  // Whether a refusal says that a request like this one was carried out before.
  using MeansDone = bool (*)(const Error&);

  SingleRequestFlow(HttpRequest request, Reader reader, Repeat repeat, RandomSource& random, MeansDone means_done = nullptr)
      : request_(std::move(request)), reader_(reader), means_done_(means_done), repeat_(repeat), exchange_(random) {}

  Result<Step> Start(UnixMillis now) override;
  Result<Step> OnResponse(const HttpResponse& response, UnixMillis now) override;
  Result<Step> OnWaitOver() override { return exchange_.OnWaitOver(); }
  [[nodiscard]] bool IsFinished() const override { return finished_; }

 private:
  HttpRequest request_;
  Reader reader_;
  MeansDone means_done_;
  Repeat repeat_;
  Exchange exchange_;
  bool started_ = false;
  bool answer_lost_ = false;  // at least once: it may be done
  bool finished_ = false;
};

}  // namespace fmid
