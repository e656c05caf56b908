// What every conversation with a server looks like from outside: a flow answers each call with the next step.
//
//   Step step = flow.Start(now);
//   while not Done: SendRequest → OnResponse, Wait → OnWaitOver, AskUser → OnAnswer
//
// Errors are of two sorts. A caller's mistake (ErrorKind::kInput) changes nothing: the same call can be made again, correctly.
// Any other error is the flow's end: IsFinished() is true, its secrets are wiped.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "fmid/challenge.h"
#include "fmid/filemaker.h"
#include "fmid/http.h"
#include "fmid/result.h"
#include "fmid/time.h"
#include "fmid/tokens.h"
#include "fmid/user_pool.h"

namespace fmid {

// Send this and give OnResponse what came back. The flow owns the request, it is valid until the next call.
struct SendRequest {
  const HttpRequest* request;
};

// Back off, then call OnWaitOver.
struct Wait {
  std::uint32_t milliseconds;
};

// Show this to the person, give OnAnswer what they said. The flow owns the challenge, it is valid until the next call.
struct AskUser {
  const Challenge* challenge;
};

struct Nothing {};

// What a flow was for.
using Outcome = std::variant<Nothing, Tokens, HostSession, UserPool>;

// Over. The flow owns the outcome; move out of it what is to stay when the flow is deleted.
struct Done {
  Outcome* outcome;
};

using Step = std::variant<SendRequest, Wait, AskUser, Done>;

class Flow {
 public:
  virtual ~Flow() = default;
  [[nodiscard]] virtual Result<Step> Start(UnixMillis now) = 0;
  [[nodiscard]] virtual Result<Step> OnResponse(const HttpResponse& response, UnixMillis now) = 0;
  [[nodiscard]] virtual Result<Step> OnWaitOver() = 0;
  [[nodiscard]] virtual Result<Step> OnAnswer(Answer answer);  // kCallOutOfOrder where the flow asks nobody
  [[nodiscard]] virtual bool IsFinished() const = 0;

 protected:
  [[nodiscard]] Done FinishWith(Outcome outcome);

 private:
  Outcome outcome_;
};

}  // namespace fmid
