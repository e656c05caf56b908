// A flow as JavaScript holds it: opened for one purpose, driven step by step, deleted. Options, answers and steps are plain objects, as
// js-glue/fmid-core.d.ts has them.
#pragma once

#include <emscripten/val.h>

#include <memory>

#include "bindings/operations.h"
#include "fmid/flow.h"
#include "platform/fetch_transport.h"
#include "platform/system_random.h"

namespace fmid::bindings {

class FlowHandle {
 public:
  using val = emscripten::val;

  // Gives the first step.
  val Open(Operation& operation, const val& options, double now);

  // Step "send": what to send, and what came back for it.
  val Request();
  val Resume(val response, double now);

  // Or the module sends it itself (platform/fetch_transport.h: where there is an XMLHttpRequest). `done` is called with what came but for
  // its body, which stays in here for ResumeFetched. Gives the XMLHttpRequest.
  val Fetch(val url, val done);
  void AbortFetch();
  val ResumeFetched(double sent_at, double now);

  val WaitOver();
  val Answer(val answer);

 private:
  static void OnFetched(void* self, HttpResponse response);
  val Give(Result<Step> step);
  template <class Call>
  val Go(Call call);

  platform::SystemRandom random_;
  std::unique_ptr<Flow> flow_;
  const HttpRequest* request_ = nullptr;  // of step "send"
  HttpResponse fetched_;
  val done_ = val::undefined();  // who waits for it
  platform::FetchTransport transport_;
};

}  // namespace fmid::bindings
